using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Files;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Settings;

public sealed class IdentityForm
{
    [StringLength(80), Display(Name = "Name of the site")]
    public string? SiteName { get; set; }

    [StringLength(80), Display(Name = "Slogan")]
    public string? Slogan { get; set; }

    [RegularExpression("^#[0-9A-Fa-f]{6}$"), Display(Name = "Colour")]
    public string Accent { get; set; } = IdentitySettings.DefaultAccent;

    [Display(Name = "The site is in French")]
    public bool French { get; set; }

    [Display(Name = "The site is in English")]
    public bool English { get; set; }

    [RegularExpression("^(fr|en)$"), Display(Name = "Visitors first get")]
    public string First { get; set; } = "fr";

    [StringLength(200), Display(Name = "Text for the cover picture")]
    public string? CoverAlt { get; set; }

    [StringLength(200), Display(Name = "Text for the logo")]
    public string? LogoAlt { get; set; }

    [Display(Name = "Remove the cover picture")]
    public bool RemoveCover { get; set; }

    [Display(Name = "Remove the logo")]
    public bool RemoveLogo { get; set; }
}

[Needs(Permission.ManageSettings)]
[RequestSizeLimit(2 * Pictures.MaxBytes + 1024 * 1024)]
public sealed class IdentityPage(Database db, CurrentNation nation, NationSettings settings, Pictures pictures, Words words) : PageModel
{
    private const int MostWords = 8;

    [BindProperty]
    public IdentityForm Form { get; set; } = new();

    [BindProperty]
    public IFormFile? Cover { get; set; }

    [BindProperty]
    public IFormFile? Logo { get; set; }

    public string? CoverPath { get; private set; }
    public string? LogoPath { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        var identity = await IdentitySettings.Of(settings, nation.Facts, ct);
        Form = new IdentityForm
        {
            SiteName = identity.SiteName, Slogan = identity.Slogan, Accent = identity.Accent, CoverAlt = identity.CoverAlt, LogoAlt = identity.LogoAlt,
            First = identity.Languages[0], French = identity.Languages.Contains("fr"), English = identity.Languages.Contains("en"),
        };
        (CoverPath, LogoPath) = (identity.CoverPath, identity.LogoPath);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var identity = await IdentitySettings.Of(settings, nation.Facts, ct);
        (CoverPath, LogoPath) = (identity.CoverPath, identity.LogoPath);
        if (!Form.French && !Form.English) ModelState.AddModelError("Form.French", words["Choose at least one language."]);
        if (WordsIn(Form.Slogan) is > MostWords and var many) ModelState.AddModelError("Form.Slogan", words["A slogan has eight words at most; this one has {0}.", many]);
        // A new picture stands for the old one: nothing is left to remove then.
        if (Form.RemoveCover && Cover is null) (identity.CoverPath, Form.CoverAlt) = (null, null);
        if (Form.RemoveLogo && Logo is null) (identity.LogoPath, Form.LogoAlt) = (null, null);
        if (await Keep(Cover, "Cover", Form.CoverAlt, ct) is { } cover) identity.CoverPath = cover;
        if (await Keep(Logo, "Logo", Form.LogoAlt, ct) is { } logo) identity.LogoPath = logo;
        if (!ModelState.IsValid) return this.Again();
        (identity.SiteName, identity.Slogan, identity.Accent) = (Form.SiteName?.Trim(), Form.Slogan?.Trim(), Form.Accent);
        (identity.CoverAlt, identity.LogoAlt) = (Form.CoverAlt, Form.LogoAlt);
        identity.Languages = [.. new[] { Form.French ? "fr" : null, Form.English ? "en" : null }.OfType<string>().OrderBy(l => l != Form.First)];
        await settings.Set(identity, ct);
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return RedirectToPage();
    }

    private static int WordsIn(string? text) => (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Count(word => word.Any(char.IsLetterOrDigit));

    private async Task<string?> Keep(IFormFile? file, string field, string? alt, CancellationToken ct)
    {
        if (file is null) return null;
        await using var content = file.OpenReadStream();
        switch (await pictures.Keep(content, file.FileName, alt ?? "", ct))
        {
            case Upload.Kept kept: return kept.File.Path();
            case Upload.Refused refused:
                ModelState.AddModelError(field, words[refused.Reason]);
                return null;
            default: throw new System.Diagnostics.UnreachableException();
        }
    }
}
