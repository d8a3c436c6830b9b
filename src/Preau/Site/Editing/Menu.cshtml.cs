using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Site.Editing;

public sealed record MenuEntry(long Id, string Title, string Language, PageStatus Status, int? Position);

/// <summary>The menu of one language, with what could be in it.</summary>
public sealed record MenuOfLanguage(string Language, IReadOnlyList<MenuEntry> In, IReadOnlyList<MenuEntry> Out);

[Needs(Permission.PublishSite)]
public sealed class MenuPage(Database db, SiteViews views, ArrangeMenu arrange, CurrentAccount account, Words words) : PageModel
{
    private const int MostToAdd = 200;

    public IReadOnlyList<MenuOfLanguage> Menus { get; private set; } = [];
    public IReadOnlyList<string> Reasons { get; private set; } = [];
    public IReadOnlyList<Tab> Tabs => SiteWords.Tabs("/pages/menu", words, account);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(long id, string move, CancellationToken ct)
    {
        Reasons = await arrange.Move(id, move switch { "up" => -1, "down" => 1, "out" => null, _ => 0 }, CultureInfo.CurrentUICulture, ct);
        if (Reasons.Count == 0)
        {
            this.Say(words["The menu is changed."]);
            return Redirect("~/pages/menu");
        }

        await Load(ct);
        return this.Again();
    }

    private async Task Load(CancellationToken ct)
    {
        var menus = new List<MenuOfLanguage>();
        foreach (var language in (await views.Identity(ct)).Languages)
        {
            var pages = db.SitePages.AsNoTracking().Where(p => p.Language == language);
            var inside = await pages.Where(p => p.MenuPosition != null).OrderBy(p => p.MenuPosition).ThenBy(p => p.Id).Select(p => new MenuEntry(p.Id, p.Title, p.Language, p.Status, p.MenuPosition)).ToListAsync(ct);
            var outside = await pages.Where(p => p.MenuPosition == null && p.Kind != PageKind.Post && p.Kind != PageKind.Thanks && p.Kind != PageKind.Home).OrderBy(p => p.TitleKey).Take(MostToAdd)
                .Select(p => new MenuEntry(p.Id, p.Title, p.Language, p.Status, p.MenuPosition)).ToListAsync(ct);
            menus.Add(new MenuOfLanguage(language, inside, outside));
        }

        Menus = menus;
    }
}
