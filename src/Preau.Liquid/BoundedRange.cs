using System.Globalization;
using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace Preau.Liquid;

/// <summary>«(1..1000000000)» is written in a moment and made in memory before the first turn of its loop: it is measured first.</summary>
internal sealed class BoundedRange(Expression from, Expression to) : Expression
{
    private const long Longest = 10_000;

    public override async ValueTask<FluidValue> EvaluateAsync(TemplateContext context)
    {
        var (first, last) = ((await from.EvaluateAsync(context)).ToNumberValue(), (await to.EvaluateAsync(context)).ToNumberValue());
        if (last - first > Longest) throw new LiquidStopped("a range is longer than {0}.", Longest.ToString(CultureInfo.InvariantCulture));
        return await new RangeExpression(new LiteralExpression(NumberValue.Create(first)), new LiteralExpression(NumberValue.Create(last))).EvaluateAsync(context);
    }

    /// <summary>A template whose ranges are measured.</summary>
    public static IFluidTemplate In(IFluidTemplate template) => new Rewriter().VisitTemplate(template);

    private sealed class Rewriter : AstRewriter
    {
        protected override Expression VisitRangeExpression(RangeExpression rangeExpression) => new BoundedRange(Visit(rangeExpression.From), Visit(rangeExpression.To));
    }
}
