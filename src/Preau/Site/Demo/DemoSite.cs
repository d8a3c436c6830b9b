using Preau.Files;
using Preau.Nations;
using Preau.Settings;
using Preau.Shared;
using Preau.Site.Editing;

namespace Preau.Site.Demo;

/// <summary>The demo's site: how it looks, who answers for it, and its pages in French and English.</summary>
public sealed class DemoSite(Database db, NationSettings settings, Pictures pictures, SavePage save, PublishPage publish, CurrentNation nation, Words words, TimeProvider clock) : IDemoSeed
{
    public string Name => "site";
    public int Order => 15;

    public async Task Run(CancellationToken ct)
    {
        var kept = await Draw(ct);
        await Identity(kept[DemoPicture.River.Name], ct);
        await Legal(ct);
        await db.SaveChangesAsync(ct);
        foreach (var page in DemoPages.All.Concat(DemoPosts.All))
        {
            var first = await Write(page, "fr", null, kept, ct);
            await Write(page, "en", first, kept, ct);
        }
    }

    private async Task<SitePage> Write(DemoPage demo, string language, SitePage? translated, Dictionary<string, StoredFile> kept, CancellationToken ct)
    {
        var text = demo.In(language);
        var page = await save.New(demo.Kind, language, text.Title, ct);
        if (demo.Kind != PageKind.Home) page.Slug = text.Slug;
        if (translated is not null) page.GroupId = translated.GroupId;
        (page.Lead, page.Body, page.Goal, page.MenuPosition) = (text.Lead, CleanHtml.Of(text.Body), demo.Goal, demo.Menu);
        if (demo.Picture is { } picture) (page.PicturePath, page.PictureAlt) = (kept[picture.Name].Path(), language == "fr" ? picture.French : picture.English);
        page.PublishedAt = clock.GetUtcNow().AddDays(-demo.DaysAgo);
        if (await publish.Run(page, null, SiteViews.Culture(language), ct) is Publishing.Refused no) throw new InvalidOperationException($"The demo's page «{text.Title}» cannot be published: {string.Join(' ', no.Reasons)}");
        return page;
    }

    private async Task<Dictionary<string, StoredFile>> Draw(CancellationToken ct)
    {
        var files = new Dictionary<string, StoredFile>(StringComparer.Ordinal);
        foreach (var picture in new[] { DemoPicture.River, DemoPicture.School, DemoPicture.Market, DemoPicture.Path, DemoPicture.Station, DemoPicture.Meeting })
        {
            using var scene = picture.Draw();
            await using var png = scene.Png();
            files[picture.Name] = await pictures.Keep(png, picture.Name + ".png", picture.French, ct) is Upload.Kept done ? done.File : throw new InvalidOperationException($"The demo's picture «{picture.Name}» was refused.");
        }

        return files;
    }

    private async Task Identity(StoredFile cover, CancellationToken ct)
    {
        var identity = await settings.Get<IdentitySettings>(ct);
        (identity.SiteName, identity.Slogan, identity.Languages) = (nation.Facts.Name, "La ville se décide à plusieurs", ["fr", "en"]);
        (identity.CoverPath, identity.CoverAlt) = (cover.Path(), cover.Alt);
        await settings.Set(identity, ct);
    }

    private async Task Legal(CancellationToken ct)
    {
        var legal = await settings.Get<LegalSettings>(ct);
        (legal.Controller, legal.ControllerAddress, legal.ContactEmail, legal.Publisher) = ("Nadia Védrine", "12 rue des Tanneurs, 99420 Valmorin-sur-Lène", "bonjour@valmorin.example", "Hugo Ponsard");
        (legal.HostName, legal.HostAddress) = ("Hébergeur de démonstration", "1 rue de l’Exemple, 99000 Ailleurs");
        foreach (var language in Words.Languages) legal.Texts[language] = LegalTexts.Write(legal, nation.Facts.Name, words.In(language));
        await settings.Set(legal, ct);
    }
}
