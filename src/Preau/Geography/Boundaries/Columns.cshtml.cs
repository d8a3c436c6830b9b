using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Geography;

public sealed class BoundaryFieldsForm
{
    [Display(Name = "Code")]
    public string? Code { get; set; }

    [Display(Name = "Name")]
    public string? Name { get; set; }
}

/// <summary>Asks which properties of the file are code and name, and lets the areas come in.</summary>
[Needs(Permission.EditSegments)]
public sealed class BoundaryColumnsPage(Database db, OpenBoundaries open, GeoWorks works, BoundaryFolder folder, Words words) : PageModel
{
    [BindProperty]
    public BoundaryFieldsForm Form { get; set; } = new();

    public BoundarySet Set { get; private set; } = new();
    public BoundaryLook Look { get; private set; } = new(0, 0, []);

    public IEnumerable<SelectListItem> Options => Set.FieldNames.Select(f => new SelectListItem(f, f));

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await Find(id, ct) is not { } set) return NotFound();
        if (set.State is not BoundarySetState.Uploaded) return LocalRedirect(Path(id));
        Form = new() { Code = set.CodeField, Name = set.NameField };
        return await Read(set, ct) ?? Page();
    }

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await Find(id, ct) is not { } set) return NotFound();
        if (set.State is not BoundarySetState.Uploaded) return LocalRedirect(Path(id));
        if (Unknown(set, Form.Code) || Unknown(set, Form.Name))
        {
            ModelState.AddModelError("Form.Code", words["The file has no such property."]);
            return await Read(set, ct) ?? this.Again();
        }

        (set.CodeField, set.NameField, set.State) = (Blank(Form.Code), Blank(Form.Name), BoundarySetState.Loading);
        var size = System.IO.File.Exists(folder.Full(set.Path)) ? new FileInfo(folder.Full(set.Path)).Length : 0;
        var work = works.Begin(GeoWorkKind.LoadBoundaries, size, set.Id, set.FileName);
        await db.SaveChangesAsync(ct);
        return LocalRedirect($"~/map/work/{work.Id.ToString(CultureInfo.InvariantCulture)}");
    }

    private async Task<IActionResult?> Read(BoundarySet set, CancellationToken ct)
    {
        try
        {
            Look = await open.Look(set.Path, ct);
            return null;
        }
        catch (Exception gone) when (gone is IOException or BoundariesRefused)
        {
            this.Warn(words["The file is not there any more."]);
            return LocalRedirect("~/boundaries");
        }
    }

    private async Task<BoundarySet?> Find(long id, CancellationToken ct) => await db.BoundarySets.SingleOrDefaultAsync(s => s.Id == id && s.RemovedAt == null, ct) is { } set ? Set = set : null;

    private static bool Unknown(BoundarySet set, string? field) => !string.IsNullOrEmpty(field) && !set.FieldNames.Contains(field, StringComparer.Ordinal);

    private static string? Blank(string? field) => string.IsNullOrEmpty(field) ? null : field;

    private static string Path(long id) => $"~/boundaries/{id.ToString(CultureInfo.InvariantCulture)}";
}
