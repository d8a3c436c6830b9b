using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Files;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Site.Editing;

[Needs(Permission.EditSite)]
[RequestSizeLimit(Pictures.MaxBytes + 1024 * 1024)]
public sealed class EditPage(Database db, SavePage save, PublishPage publish, SiteViews views, CurrentAccount account, PreviewLinks previews, Pictures pictures, IEnumerable<IPagePanel> panels, TimeProvider clock, Words words) : PageModel
{
    [BindProperty]
    public PageForm Form { get; set; } = new();

    [BindProperty]
    public IFormFile? Picture { get; set; }

    public new SitePage Page { get; private set; } = new() { Language = "fr", Title = "" };
    public string SeeUrl { get; private set; } = "";
    public string AddressHint { get; private set; } = "";
    public IReadOnlyList<(string Language, long? Id)> Versions { get; private set; } = [];
    public IReadOnlyList<string> Reasons { get; private set; } = [];
    public string ReasonsTitle { get; private set; } = "";
    public IEnumerable<string> Panels => panels.Where(p => p.Kind == Page.Kind).Select(p => p.Component);

    /// <summary>The hour at which it should have gone out and could not.</summary>
    public DateTimeOffset? WasDue => Page.Status == PageStatus.Draft ? Page.PublishAt : null;

    /// <summary>A picture that was chosen and is not saved with the page yet.</summary>
    public string? NewPicturePath { get; private set; }
    public string? LocalDue => Page.PublishAt is { } at ? views.Local(at).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture) : null;

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        Form = PageForm.Of(Page);
        if (await publish.Objections(Page, CultureInfo.CurrentUICulture, ct) is { Count: > 0 } objections) (Reasons, ReasonsTitle) = (objections, words["At the hour that this page is planned for, it cannot go out. Choose another one:"]);
        if (TempData["reasons"] is string[] { Length: > 0 } reasons) (Reasons, ReasonsTitle) = (reasons, words["The page was not published:"]);
        return Page();
    }

    /// <param name="id">The page.</param>
    /// <param name="when">«now» or «later» publishes what was saved; nothing saves alone.</param>
    /// <param name="at">The hour on the nation's clock, for later.</param>
    /// <param name="ct">Ends with the request.</param>
    public async Task<IActionResult> OnPost(long id, string? when, DateTime? at, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        if (EditMark.Read(Form.Seen) != Page.ChangedAt) Form.Seen = this.Overtaken(Page.ChangedAt, words["Somebody else saved this page since you opened it. What you wrote stands below and is not saved; saving again replaces what they wrote."]);
        if (Page.Kind == PageKind.Home) Form.Slug = "";
        else if (!PageAddress.IsFree(Form.Slug ?? "")) ModelState.AddModelError("Form.Slug", words["An address has small letters, digits and hyphens, and is not one that the site itself uses."]);
        foreach (var dead in DeadLinks.In(Form.Body, isPage: true, words)) ModelState.AddModelError("Form.Body", dead);
        if (when is not null && !account.Can(Permission.PublishSite)) return Forbid();
        if (when == "later" && at is null) ModelState.AddModelError("publish_at", words["Choose the day and hour first."]);
        if (when == "later" && at is { } past && views.Instant(past) <= clock.GetUtcNow()) ModelState.AddModelError("publish_at", words["That hour is past. Choose one to come, or publish now."]);
        if (Picture is not null) await Keep(Picture, ct);
        await Show(ct);
        if (!ModelState.IsValid) return this.Again();
        switch (await save.Run(Page, Form.Draft(), CultureInfo.CurrentUICulture, ct))
        {
            case PageSaved.Saved when when is not null && Page.Status != PageStatus.Published:
                Tell(await publish.Run(Page, when == "later" && at is { } local ? views.Instant(local) : null, CultureInfo.CurrentUICulture, ct));
                return Redirect($"~/pages/{id}");
            case PageSaved.Saved:
                this.Say(Page.Status == PageStatus.Published ? words["Saved. Visitors see it now."] : words["Saved."]);
                return Redirect($"~/pages/{id}");
            case PageSaved.SlugTaken:
                ModelState.AddModelError("Form.Slug", words["Another page has this address."]);
                return this.Again();
            case PageSaved.Silent silent:
                (Reasons, ReasonsTitle) = (silent.Reasons, words["The page is public and cannot be changed now:"]);
                return this.Again();
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    private void Tell(Publishing answer)
    {
        if (answer is Publishing.Refused refused) TempData["reasons"] = refused.Reasons.ToArray();
        else this.Say(answer is Publishing.Scheduled ? words["The page will go out at the hour you chose."] : words["Published. Visitors see it now."]);
    }

    private async Task<bool> Load(long id, CancellationToken ct)
    {
        if (await db.SitePages.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } page) return false;
        Page = page;
        var (origin, first) = (await views.Origin(ct), await views.FirstLanguage(ct));
        SeeUrl = origin + (page.Status == PageStatus.Published ? PageAddress.Of(page.Slug, page.Language, first) : previews.Of(page));
        AddressHint = origin + PageAddress.Of("…", page.Language, first);
        if (page.PublishedAt is not null) AddressHint = words["{0} Links to the address of before will lead to the new one.", AddressHint];
        var others = await db.SitePages.Where(p => p.GroupId == page.GroupId && p.Id != page.Id).Select(p => new { p.Language, p.Id }).ToListAsync(ct);
        Versions = [.. (await views.Identity(ct)).Languages.Union(others.Select(o => o.Language), StringComparer.Ordinal).Where(l => l != page.Language).Select(l => (l, others.Find(o => o.Language == l)?.Id))];
        return true;
    }

    /// <summary>Kept at once, so that whatever else is wrong with the form, nobody has to choose it again.</summary>
    private async Task Keep(IFormFile file, CancellationToken ct)
    {
        await using var content = file.OpenReadStream();
        switch (await pictures.Keep(content, file.FileName, alt: null, ct))
        {
            case Upload.Kept kept:
                await db.SaveChangesAsync(ct);
                ModelState.Remove("Form.NewPicture");
                Form.NewPicture = kept.File.Key;
                break;
            case Upload.Refused refused: ModelState.AddModelError("Picture", words[refused.Reason]); break;
        }
    }

    /// <summary>The page's picture is the one that was chosen last, and never without words.</summary>
    private async Task Show(CancellationToken ct)
    {
        // Ticked beside a picture of an earlier try: that one goes as well.
        var key = Form.WithoutPicture && Picture is null ? null : Form.NewPicture;
        var chosen = string.IsNullOrEmpty(key) ? null : await db.StoredFiles.SingleOrDefaultAsync(f => f.Key == key, ct);
        NewPicturePath = chosen?.Path(Pictures.Widths[0]);
        var isShown = chosen is not null || (Page.PicturePath is not null && !Form.WithoutPicture);
        var alt = Form.PictureAlt?.Trim() ?? "";
        if (isShown && alt.Length == 0) ModelState.AddModelError("Form.PictureAlt", words[Pictures.NoAlt]);
        if (!isShown && !Form.WithoutPicture && alt.Length > 0 && Picture is null) ModelState.AddModelError("Form.PictureAlt", words["There is no picture that this describes. Choose one, or leave this empty."]);
        if (!ModelState.IsValid) return;
        if (chosen is not null)
        {
            Page.PicturePath = chosen.Path();
            if (chosen.Alt.Length == 0) chosen.Alt = alt;
        }

        if (!isShown) Page.PicturePath = null;
        Page.PictureAlt = isShown ? alt : null;
    }
}
