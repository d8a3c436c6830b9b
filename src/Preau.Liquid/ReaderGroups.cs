using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace Preau.Liquid;

/// <summary>
/// The groups, by number, that a reader is known to be in and not to be in: «{% only 12 %}…{% endonly %}» is for those who are in group 12, «{% allbut 12 %}…{% endallbut %}» for those who
/// are not. Of whom nothing may be told gets neither: there is no «else».
/// </summary>
public sealed record ReaderGroups(IReadOnlySet<long> In, IReadOnlySet<long> NotIn)
{
    public const string Only = "only";
    public const string AllBut = "allbut";

    // No template can name, or set, what has spaces in it.
    private const string Name = "groups of the reader";

    /// <summary>As the templates of a letter take it.</summary>
    public KeyValuePair<string, object?> ForTemplates => new(Name, this);

    internal static void Teach(FluidParser parser)
    {
        Register(parser, Only, static (groups, number) => groups.In.Contains(number));
        Register(parser, AllBut, static (groups, number) => groups.NotIn.Contains(number));
    }

    private static void Register(FluidParser parser, string tag, Func<ReaderGroups, long, bool> isFor) => parser.RegisterExpressionBlock(tag, async (group, statements, output, encoder, context) =>
    {
        if (group is not LiteralExpression { Value: NumberValue value } || value.ToNumberValue() is not (var number and > 0 and < long.MaxValue) || number != decimal.Truncate(number)) return Completion.Normal;
        if (context.GetValue(Name).ToObjectValue() is not ReaderGroups groups || !isFor(groups, (long)number)) return Completion.Normal;
        foreach (var statement in statements)
        {
            var completion = await statement.WriteToAsync(output, encoder, context);
            if (completion != Completion.Normal) return completion;
        }

        return Completion.Normal;
    });
}
