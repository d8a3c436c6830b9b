using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Geography;

public sealed class BoundariesForm
{
    [Required, StringLength(OpenBoundaries.MaxName), Display(Name = "Name")]
    public string Name { get; set; } = "";

    [Required, Display(Name = "What its areas are")]
    public string Kind { get; set; } = EnumText<BoundaryKind>.Of(BoundaryKind.PollingStation);
}

[Needs(Permission.EditSegments)]
[RequestSizeLimit(GeoJsonFile.MaxBytes + 65536)]
[RequestFormLimits(MultipartBodyLengthLimit = GeoJsonFile.MaxBytes + 65536)]
public sealed class NewBoundariesPage(Database db, OpenBoundaries open, GeographyWords said, Words words) : PageModel
{
    [BindProperty]
    public BoundariesForm Form { get; set; } = new();

    [BindProperty(Name = "File")]
    public IFormFile? Upload { get; set; }

    public long MostMegabytes => GeoJsonFile.MaxBytes / 1024 / 1024;

    public IEnumerable<SelectListItem> Kinds => Enum.GetValues<BoundaryKind>().Select(k => new SelectListItem(said.Of(k), EnumText<BoundaryKind>.Of(k)));

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (Upload is null || Upload.Length == 0) ModelState.AddModelError("File", words["Choose a file that is not empty."]);
        if (!EnumText<BoundaryKind>.TryParse(Form.Kind, out var kind)) ModelState.AddModelError("Form.Kind", words["Choose what the areas are."]);
        if (ModelState.IsValid && await open.WhyNot(Form.Name, null, words, ct) is { } wrong) ModelState.AddModelError("Form.Name", wrong);
        if (!ModelState.IsValid) return this.Again();
        try
        {
            await using var content = Upload!.OpenReadStream();
            var set = await open.Run(content, Upload.FileName, Form.Name, kind, ct);
            await db.SaveChangesAsync(ct);
            return LocalRedirect($"~/boundaries/{set.Id.ToString(CultureInfo.InvariantCulture)}/columns");
        }
        catch (BoundariesRefused refused)
        {
            ModelState.AddModelError("File", refused.Say(words));
            return this.Again();
        }
    }
}
