using System.Globalization;

namespace Preau.Law;

public static class DecisionWords
{
    /// <summary>Why the law says no, as sentences.</summary>
    public static IReadOnlyList<string> Reasons(this Decision decision, CultureInfo reader) => [.. decision.Blocks.Select(b => b.Message.In(reader))];
}
