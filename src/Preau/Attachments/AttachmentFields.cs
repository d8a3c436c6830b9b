using Preau.Segments;

namespace Preau.Attachments;

/// <summary>What segments may ask about files: whether there is one.</summary>
public sealed class AttachmentFields : ISegmentFields
{
    private const string Rows = "(select a.person_id from attachment a where a.nation_id = @nation_id and a.removed_at is null)";

    public Task<IReadOnlyList<SegmentField>> Fields(CancellationToken ct) => Task.FromResult<IReadOnlyList<SegmentField>>(
    [
        new()
        {
            Name = "has_file", Label = "File attached", Family = "Files", Operators = [new("any", "there is one", "have a file attached", ValueKind.Text, 0, 0), new("none", "there is none", "have no file attached", ValueKind.Text, 0, 0)],
            Sql = (c, _) => c.Operator == "any" ? $"p.id in {Rows}" : $"p.id not in {Rows}",
        },
    ]);
}
