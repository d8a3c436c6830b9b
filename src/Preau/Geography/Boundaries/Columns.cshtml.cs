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
public sealed class BoundaryColumnsPage(Database db, GeoWorks works, BoundaryFolder folder, Words words) : PageModel
{
    [BindProperty]
    public BoundaryFieldsForm Form { get; set; } = new();

    public BoundarySet Set { get; private set; } = new();
    public BoundaryLook Look { get; private set; } = BoundaryLook.Of("");

    /// <summary>Nobody lives where the areas lie: their coordinates may be the wrong way round.</summary>
    public bool IsElsewhere { get; private set; }

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
        if (!System.IO.File.Exists(folder.Full(set.Path)))
        {
            this.Warn(words["The file is not there any more."]);
            return LocalRedirect("~/boundaries");
        }

        Look = BoundaryLook.Of(set.Look);
        IsElsewhere = await MapBox.OfPeople(db, ct) is { } lived && !lived.Meets(Look.Box);
        return null;
    }

    private async Task<BoundarySet?> Find(long id, CancellationToken ct) => await db.BoundarySets.SingleOrDefaultAsync(s => s.Id == id && s.RemovedAt == null, ct) is { } set ? Set = set : null;

    private static bool Unknown(BoundarySet set, string? field) => !string.IsNullOrEmpty(field) && !set.FieldNames.Contains(field, StringComparer.Ordinal);

    private static string? Blank(string? field) => string.IsNullOrEmpty(field) ? null : field;

    private static string Path(long id) => $"~/boundaries/{id.ToString(CultureInfo.InvariantCulture)}";
}
