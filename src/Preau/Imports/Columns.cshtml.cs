using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports;

public sealed record ColumnRow(string Header, string Target, IReadOnlyList<string> Samples);

[Needs(Permission.ImportPeople)]
public sealed class ColumnsPage(Database db, ImportFolder folder, StartImport start, Words words) : PageModel
{
    private List<CustomField> fields = [];

    public Import Import { get; private set; } = new() { FileName = "", Path = "", Encoding = "", Delimiter = "" };
    public IReadOnlyList<ColumnRow> Columns { get; private set; } = [];

    public async Task<IActionResult> OnGet(long id, CancellationToken ct) => await Load(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPost(long id, string[] headers, string[] targets, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        var known = OptionsFor(Targets.Skip).Select(o => o.Value).ToHashSet(StringComparer.Ordinal);
        var columns = Columns.Select(c => c.Header).ToHashSet(StringComparer.Ordinal);
        if (headers.Length != targets.Length || !headers.All(columns.Contains) || !targets.All(known.Contains))
        {
            ModelState.AddModelError("", words["One of these columns is not in the file any more. Choose again."]);
            return this.Again();
        }

        start.Map(Import, headers.Zip(targets).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal), fields);
        await db.SaveChangesAsync(ct);
        return Redirect($"~/imports/{id}/trial");
    }

    public IEnumerable<SelectListItem> OptionsFor(string target) =>
    [
        new(words["Leave out"], Targets.Skip, target == Targets.Skip), new(words["A new field of your own"], Targets.NewField, target == Targets.NewField),
        .. Targets.All.Select(t => new SelectListItem(words[t.Label], t.Value, t.Value == target)),
        .. fields.Select(f => new SelectListItem(f.Name, Targets.FieldPrefix + f.Slug, Targets.FieldPrefix + f.Slug == target)),
    ];

    private async Task<bool> Load(long id, CancellationToken ct)
    {
        if (await db.Imports.SingleOrDefaultAsync(i => i.Id == id && i.State == ImportState.Uploaded, ct) is not { } import) return false;
        if (await CsvFile.Look(folder.Full(import.Path), ct) is not CsvLook.Readable look) return false;
        Import = import;
        fields = await db.CustomFields.OrderBy(f => f.Position).ToListAsync(ct);
        var mapping = import.Targets();
        Columns = [.. look.Headers.Select((h, i) => new ColumnRow(h, mapping.GetValueOrDefault(h, Targets.Skip), [.. look.Sample.Select(r => r.Cells.ElementAtOrDefault(i) ?? "").Where(c => c.Length > 0).Take(3)]))];
        return true;
    }
}
