using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Site.Editing;

public sealed class NewPageForm
{
    [Display(Name = "Kind of page")]
    public PageKind Kind { get; set; } = PageKind.Basic;

    [Required, StringLength(160), Display(Name = "Title")]
    public string Title { get; set; } = "";

    [Display(Name = "Language")]
    public string? Language { get; set; }
}

[Needs(Permission.EditSite)]
public sealed class NewPage(Database db, SavePage save, SiteViews views, Words words) : PageModel
{
    [BindProperty]
    public NewPageForm Form { get; set; } = new();

    public IReadOnlyList<PageKind> Kinds { get; } = Enum.GetValues<PageKind>();
    public IReadOnlyList<SelectListItem> Languages { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        await Prepare(ct);
        if (!await db.SitePages.AnyAsync(p => p.Kind == PageKind.Home, ct)) Form.Kind = PageKind.Home;
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await Prepare(ct);
        var language = Form.Language ?? Languages[0].Value;
        if (Languages.All(l => l.Value != language)) ModelState.AddModelError("Form.Language", words["Choose one of the site’s languages."]);
        if (Form.Kind == PageKind.Home && await db.SitePages.AnyAsync(p => p.Kind == PageKind.Home && p.Language == language, ct)) ModelState.AddModelError("Form.Kind", words["There is a home page in this language already."]);
        if (!ModelState.IsValid) return this.Again();
        var page = await save.New(Form.Kind, language, Form.Title.Trim(), ct);
        await db.SaveChangesAsync(ct);
        return Redirect($"~/pages/{page.Id}");
    }

    private async Task Prepare(CancellationToken ct) => Languages = [.. (await views.Identity(ct)).Languages.Select(l => new SelectListItem(SiteWords.Language(l), l))];
}
