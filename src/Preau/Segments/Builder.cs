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

/// <summary>What the builder on the page needs: the form, the fields in the reader's language, its own words; and for browsers without scripts the tree as rows.</summary>
public sealed record Builder(SegmentForm Form, string Catalogue, string Words, PlainNode Root, Found? Found);

public sealed class MakeBuilder(SegmentFields fields, CountTree count, Words words)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>True where a button of the builder without scripts was pressed: the page is to be shown again, with what the form then holds.</summary>
    public async Task<bool> TakesPlain(IFormCollection sent, SegmentForm form, CancellationToken ct)
    {
        if (!PlainTree.IsIn(sent, form.Tree)) return false;
        var plain = new PlainTree(sent, await fields.Catalogue(ct));
        form.Tree = SegmentTree.Write(plain.Read());
        return plain.IsAsked;
    }

    /// <param name="form">As it stands.</param>
    /// <param name="isCounted">Where no script will ask for the number.</param>
    public async Task<Builder> Run(SegmentForm form, bool isCounted, CancellationToken ct)
    {
        var catalogue = await fields.Catalogue(ct);
        var families = catalogue.Fields.OrderBy(f => words[f.Label], StringComparer.CurrentCulture).GroupBy(f => words[f.Family], StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.CurrentCulture).ToList();
        var offered = families.SelectMany(family => family.Select(f => new
        {
            f.Name, Label = words[f.Label], Family = family.Key,
            Operators = f.Operators.Select(o => new { o.Name, Label = words[o.Label], Kind = o.Kind.ToString().ToLowerInvariant(), o.Fewest, o.Most }),
            Choices = f.Choices.Select(c => new { c.Value, c.Label }),
        }));
        var own = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["all"] = words["All of these hold"], ["any"] = words["At least one of these holds"], ["none"] = words["None of these holds"], ["condition"] = words["Add a condition"], ["group"] = words["Add a group"],
            ["remove"] = words["Remove"], ["field"] = words["What"], ["operator"] = words["How"], ["value"] = words["Value"], ["several"] = words["Several, with commas"], ["joining"] = words["How these count together"],
            ["choose"] = words["Choose…"], ["incomplete"] = words["not complete yet"], ["chooseOne"] = words["Choose at least one"], ["gone"] = words["no longer exists: {0}", "{0}"],
        };
        var tree = SegmentTree.Read(form.Tree, out _) ?? SegmentGroup.Everybody;
        if (tree.Parts.Count == 0) tree = tree with { Parts = [new SegmentCondition("", "", [])] };
        return new(form, JsonSerializer.Serialize(offered, Json), JsonSerializer.Serialize(own, Json), new PlainNode("", tree, catalogue, families), isCounted ? await count.Run(Kept(form.Tree), ct) : null);
    }

    // A row that is not filled in yet says nothing, as in the builder with scripts.
    private static string Kept(string? tree) => SegmentTree.Read(tree, out _) is { } read ? SegmentTree.Write(PlainTree.Whole(read)) : "";
}
