using Microsoft.Extensions.DependencyInjection;
using Preau.Nations;
using Preau.Settings;
using Preau.Site;

namespace Preau.Tests;

public sealed partial class Seeds
{
    /// <summary>A page as it stands in the store, public unless asked otherwise.</summary>
    public async Task<SitePage> Page(PageKind kind = PageKind.Basic, string slug = "page", string title = "A page", string body = "<p>Text.</p>", string language = "fr", PageStatus status = PageStatus.Published, Action<SitePage>? with = null)
    {
        var now = clock.GetUtcNow();
        var page = new SitePage { Kind = kind, Slug = slug, Language = language, Title = title, Body = body, Status = status, PublishedAt = status == PageStatus.Published ? now : null, CreatedAt = now, ChangedAt = now };
        db.Add(page);
        page.GroupId = page.Id;
        with?.Invoke(page);
        await db.SaveChangesAsync();
        return page;
    }
}

public static class SiteSeeds
{
    /// <summary>Legal notice, controller and contact: what nothing is published without.</summary>
    public static async Task ReadyToPublish(this TestNation nation, Action<IdentitySettings>? look = null)
    {
        var services = nation.Services;
        var settings = services.GetRequiredService<NationSettings>();
        await settings.Set(Legal(), CancellationToken.None);
        var identity = new IdentitySettings { SiteName = "Ada pour tous", Languages = ["fr", "en"] };
        look?.Invoke(identity);
        await settings.Set(identity, CancellationToken.None);
        await services.GetRequiredService<Database>().SaveChangesAsync();
    }

    /// <summary>All that the law wants named, and the two texts.</summary>
    public static LegalSettings Legal() => new()
    {
        Controller = "Ada Martin", ControllerAddress = "1 rue de la Paix, 69001 Lyon", ContactEmail = "contact@ada.example", Publisher = "Paul Blanc", HostName = "Hébergeur Exemple", HostAddress = "2 quai du Port",
        Texts = { ["fr"] = new("Site of Ada.", "We keep little.") },
    };
}
