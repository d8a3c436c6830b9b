using System.Collections.Frozen;
using System.Globalization;

namespace Preau.Segments;

/// <summary>The fields that a nation's segments may ask about. Checks trees against them, compiles and prints.</summary>
public sealed class SegmentCatalogue(IEnumerable<SegmentField> fields)
{
    private readonly FrozenDictionary<string, SegmentField> byName = fields.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);

    /// <summary>All fields, in no order.</summary>
    public IReadOnlyCollection<SegmentField> Fields => byName.Values;

    /// <summary>The field of that name, or null.</summary>
    public SegmentField? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>All that is wrong with a tree; empty for one that can be compiled.</summary>
    public IReadOnlyList<SegmentProblem> Check(SegmentNode tree)
    {
        var problems = new List<SegmentProblem>();
        Check(tree, "", problems);
        return problems;
    }

    /// <summary>What the fields of a tree tell, together, and the ways in which they are asked.</summary>
    public FieldTraits Traits(SegmentNode tree) => SegmentTree.Conditions(tree).Aggregate(FieldTraits.None, (traits, c) => traits | Traits(c));

    /// <summary>The condition as SQL over <c>person p</c>, to stand in a «where».</summary>
    /// <exception cref="ArgumentException">The tree was not checked.</exception>
    public string Compile(SegmentNode tree, SqlParts parts) => tree switch
    {
        SegmentGroup { Parts.Count: 0 } => "1 = 1",
        SegmentGroup group => Joined(group, parts),
        SegmentCondition condition => (Find(condition.Field) ?? throw new ArgumentException($"No field {condition.Field}.", nameof(tree))).Sql(condition, parts),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private FieldTraits Traits(SegmentCondition condition) => Find(condition.Field) is not { } field
        ? FieldTraits.None
        : field.Traits | (field.Operators.FirstOrDefault(o => o.Name == condition.Operator)?.Traits ?? FieldTraits.None);

    private string Joined(SegmentGroup group, SqlParts parts)
    {
        var inner = group.Parts.Select(p => "(" + Compile(p, parts) + ")").ToList();
        return group.Joining switch
        {
            Joining.All => string.Join(" and ", inner),
            Joining.Any => string.Join(" or ", inner),
            Joining.None => "not (" + string.Join(" or ", inner) + ")",
        };
    }

    private void Check(SegmentNode node, string at, List<SegmentProblem> problems)
    {
        switch (node)
        {
            case SegmentGroup group:
                for (var i = 0; i < group.Parts.Count; i++) Check(group.Parts[i], $"{at}/parts/{i.ToString(CultureInfo.InvariantCulture)}", problems);
                break;
            case SegmentCondition condition:
                CheckCondition(condition, at, problems);
                break;
        }
    }

    private void CheckCondition(SegmentCondition condition, string at, List<SegmentProblem> problems)
    {
        if (Find(condition.Field) is not { } field)
        {
            problems.Add(new(at + "/field", SegmentFault.UnknownField, Short(condition.Field)));
            return;
        }

        if (field.Operators.FirstOrDefault(o => o.Name == condition.Operator) is not { } asked)
        {
            problems.Add(new(at + "/operator", SegmentFault.UnknownOperator, Short(condition.Operator)));
            return;
        }

        if (condition.Values.Count == 0 && asked.Fewest > 0) problems.Add(new(at + "/values", SegmentFault.NoValue, Short(field.Label)));
        else if (condition.Values.Count < asked.Fewest || condition.Values.Count > asked.Most) problems.Add(new(at + "/values", SegmentFault.WrongCount, field.Name));
        for (var i = 0; i < condition.Values.Count; i++)
        {
            if (!IsOf(asked.Kind, condition.Values[i], field)) problems.Add(new($"{at}/values/{i.ToString(CultureInfo.InvariantCulture)}", SegmentFault.WrongValue, Short(condition.Values[i])));
        }
    }

    private static bool IsOf(ValueKind kind, string value, SegmentField field) => kind switch
    {
        ValueKind.Text => !string.IsNullOrWhiteSpace(value),
        ValueKind.Whole => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        ValueKind.Number => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number),
        ValueKind.Money => decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount is >= 0 and < 1_000_000_000,
        ValueKind.Date => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        ValueKind.Choice => field.Choices.Any(c => c.Value == value),
    };

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
