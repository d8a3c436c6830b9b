using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Preau.Shared;

namespace Preau.Segments;

public sealed class SegmentForm
{
    [Required, StringLength(120), Display(Name = "Name")]
    public string Name { get; set; } = "";

    [StringLength(SegmentTree.MaxLength)]
    public string? Tree { get; set; }
}

/// <summary>What the builder on the page needs: the form, the fields in the reader's language, and its own words.</summary>
public sealed record Builder(SegmentForm Form, string Catalogue, string Words)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<Builder> Of(SegmentForm form, SegmentFields fields, Words words, CancellationToken ct)
    {
        var catalogue = (await fields.Catalogue(ct)).Fields.OrderBy(f => words[f.Family], StringComparer.CurrentCulture).ThenBy(f => words[f.Label], StringComparer.CurrentCulture).Select(f => new
        {
            f.Name, Label = words[f.Label], Family = words[f.Family],
            Operators = f.Operators.Select(o => new { o.Name, Label = words[o.Label], Kind = o.Kind.ToString().ToLowerInvariant(), o.Fewest, o.Most }),
            Choices = f.Choices.Select(c => new { c.Value, c.Label }),
        });
        var own = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["all"] = words["All of these hold"], ["any"] = words["At least one of these holds"], ["none"] = words["None of these holds"], ["condition"] = words["Add a condition"], ["group"] = words["Add a group"],
            ["remove"] = words["Remove"], ["field"] = words["What"], ["operator"] = words["How"], ["value"] = words["Value"], ["several"] = words["Several with commas between them"], ["joining"] = words["How these count together"], ["choose"] = words["Choose…"],
        };
        return new(form, JsonSerializer.Serialize(catalogue, Json), JsonSerializer.Serialize(own, Json));
    }
}
