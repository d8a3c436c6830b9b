using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports;

/// <param name="BothWays">Whether every date of the column can be read with the day or with the month first.</param>
public sealed record ColumnRow(string Header, string Target, IReadOnlyList<string> Samples, bool BothWays);

[Needs(Permission.ImportPeople)]
public sealed class ColumnsPage(Database db, ImportFolder folder, StartTrial trial, TargetWords labels, Words words) : PageModel
{
    private const int SampleRows = 5;
    private List<CustomField> fields = [];

    public Import Import { get; private set; } = new() { FileName = "", Path = "", Encoding = "", Delimiter = "" };
    public IReadOnlyList<ColumnRow> Columns { get; private set; } = [];

    public async Task<IActionResult> OnGet(long id, CancellationToken ct) => await Load(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPost(long id, string[] headers, [FromForm(Name = "targets")] string?[] choices, CancellationToken ct)
    {
        // An empty choice, «leave out», is bound as null.
        var targets = Array.ConvertAll(choices, c => c ?? Targets.Skip);
        if (!await Load(id, ct)) return NotFound();
        var known = OptionsFor(Targets.Skip).SelectMany(g => g).Select(o => o.Value).ToHashSet(StringComparer.Ordinal);
        var columns = Columns.Select(c => c.Header).ToHashSet(StringComparer.Ordinal);
        if (!targets.All(known.Contains))
        {
            ModelState.AddModelError("", words["One of the fields that you chose is not there any more. Choose again."]);
            return this.Again();
        }

        if (headers.Length != targets.Length || !headers.All(columns.Contains))
        {
            ModelState.AddModelError("", words["One of these columns is not in the file any more. Choose again."]);
            return this.Again();
        }

        if (targets.Where(Targets.IsOne).GroupBy(t => t, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            ModelState.AddModelError("", words["Two columns become “{0}”, and a person has only one. Leave one of them out.", twice.Key.StartsWith(Targets.FieldPrefix, StringComparison.Ordinal) ? fields.First(f => Targets.FieldPrefix + f.Slug == twice.Key).Name : labels.Of(twice.Key)]);
            var chosen = headers.Zip(targets).ToLookup(p => p.First, p => p.Second, StringComparer.Ordinal);
            Columns = [.. Columns.Select(c => c with { Target = chosen[c.Header].LastOrDefault(c.Target) })];
            return this.Again();
        }

        Import.MapTo(headers.Zip(targets).Where(p => p.Second != Targets.Skip).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal));
        if (Import.Total > TryImport.AtOnce) trial.TryLater(Import);
        await db.SaveChangesAsync(ct);
        return Redirect($"~/imports/{id}/trial");
    }

    /// <summary>What a column can become, by heading; what is no part of a person stands first, under none.</summary>
    public IEnumerable<IGrouping<string, SelectListItem>> OptionsFor(string target)
    {
        IEnumerable<(string Heading, string Label, string Target)> all =
        [
            .. ((string[])[Targets.Skip, Targets.NewField]).Select(t => ("", labels.Of(t), t)),
            .. Targets.Groups.SelectMany(g => g.Targets.Select(t => (words[g.Heading], labels.Of(t), t))),
            .. fields.Select(f => (words["Fields of your own"], f.Name, Targets.FieldPrefix + f.Slug)),
        ];
        return all.GroupBy(o => o.Heading, o => new SelectListItem(o.Label, o.Target, o.Target == target), StringComparer.Ordinal);
    }

    private async Task<bool> Load(long id, CancellationToken ct)
    {
        if (await db.Imports.SingleOrDefaultAsync(i => i.Id == id && i.State == ImportState.Uploaded, ct) is not { } import) return false;
        Import = import;
        fields = await db.CustomFields.OrderBy(f => f.Position).ToListAsync(ct);
        var (headers, sample) = await CsvFile.Head(folder.Full(import.Path), import.Encoding, import.Delimiter, SampleRows, ct);
        var (mapping, dates) = (import.Targets(), import.Dates());
        Columns = [.. headers.Select((h, i) => new ColumnRow(h, mapping.GetValueOrDefault(h, Targets.Skip), [.. sample.Select(r => r.Cells.ElementAtOrDefault(i) ?? "").Where(c => c.Length > 0).Take(3)],
            mapping.GetValueOrDefault(h) is Targets.BornOn or Targets.BornOnMonthFirst && dates.GetValueOrDefault(h) == DateOrder.Either && dates.ContainsKey(h)))];
        return true;
    }
}
