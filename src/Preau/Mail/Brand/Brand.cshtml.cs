using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Preau.Accounts;
using Preau.Files;
using Preau.Mail.Blocks;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;
using Preau.Site;

namespace Preau.Mail.Brand;

/// <summary>What all mails look like, with one of them beside it, by day and by night.</summary>
[Needs(Permission.ManageSettings)]
[RequestSizeLimit(Pictures.MaxBytes + 1024 * 1024)]
public sealed class BrandPage(Database db, NationSettings settings, SiteViews views, Pictures pictures, CurrentNation nation, Words words) : PageModel
{
    [BindProperty]
    public BrandForm Form { get; set; } = new();

    [BindProperty]
    public IFormFile? Picture { get; set; }

    public string? PicturePath { get; private set; }

    /// <summary>What cannot be read well, as it is kept.</summary>
    public IReadOnlyList<string> Unreadable { get; private set; } = [];

    public IEnumerable<SelectListItem> Fonts => Enum.GetValues<MailFont>().Select(f => new SelectListItem(f.Label(), f.ToString()));
    public IEnumerable<SelectListItem> Aligns => [new(words["Left"], nameof(BlockAlign.Left)), new(words["In the middle"], nameof(BlockAlign.Center)), new(words["Right"], nameof(BlockAlign.Right))];

    public async Task OnGet(CancellationToken ct)
    {
        var brand = await settings.Get<BrandSettings>(ct);
        var look = MailLook.Of(await Colours(ct), brand);
        (Form, PicturePath, Unreadable) = (BrandForm.Of(look), look.PicturePath, [.. ReadableLook.WhyNot(look, words)]);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var (kept, colours) = (await settings.Get<BrandSettings>(ct), await Colours(ct));
        PicturePath = kept.PicturePath;
        if (Form.RemovePicture && Picture is null) (kept.PicturePath, Form.PictureAlt) = (null, null);
        if (ModelState.IsValid && Picture is { } file) kept.PicturePath = await Keep(file, ct);
        if (!ModelState.IsValid) return this.Again();
        await settings.Set(Form.Settings(MailLook.Of(colours), kept), ct);
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return RedirectToPage();
    }

    private async Task<SiteColours> Colours(CancellationToken ct) => (await views.Site(nation.Facts.Language, null, ct)).Colours;

    private async Task<string?> Keep(IFormFile file, CancellationToken ct)
    {
        await using var content = file.OpenReadStream();
        switch (await pictures.Keep(content, file.FileName, Form.PictureAlt ?? "", ct))
        {
            case Upload.Kept kept: return kept.File.Path();
            case Upload.Refused refused:
                ModelState.AddModelError(nameof(Picture), words[refused.Reason]);
                return null;
            default: throw new System.Diagnostics.UnreachableException();
        }
    }
}
