namespace Preau.Mail.Templates;

/// <summary>What a new mail can begin with.</summary>
/// <param name="Rows">The templates that were worked on last.</param>
/// <param name="Chosen">The one whose text stands in the form; null for none.</param>
/// <param name="SegmentId">Chosen already; it stays chosen.</param>
public sealed record Beginnings(IReadOnlyList<TemplateRow> Rows, long? Chosen, long? SegmentId)
{
    public const int Shown = 6;
}
