using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Nations;
using Preau.Settings;

namespace Preau.Tests.Settings;

/// <summary>The legal notice and the privacy text: written from all that the law wants named, and never older than it without saying so.</summary>
public sealed class LegalTextsTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["Form.Controller"] = "Ada Martin", ["Form.ControllerAddress"] = "1 rue de la Paix\n69001 Lyon", ["Form.ContactEmail"] = "donnees@ada.example", ["Form.Publisher"] = "Paul Blanc",
        ["Form.HostName"] = "Hébergeur Exemple", ["Form.HostAddress"] = "2 quai du Port",
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Texts_that_would_name_nobody_are_not_written_and_each_blank_field_is_named()
    {
        await using var nation = await app.NewNation();

        var refused = await nation.Panel.Submit("/settings/legal", new { generate = "true" });
        var half = await nation.Panel.Submit("/settings/legal", new Dictionary<string, string> { ["Form.Controller"] = "Ada Martin", ["Form.ContactEmail"] = "donnees@ada.example", ["generate"] = "true" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal([.. Fields.Keys], refused.Document.QuerySelectorAll(".field [aria-invalid=true]").Select(f => f.GetAttribute("name")));
        refused.Shows("Name the director of publication.");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, half.Status);
        half.Shows("Name the host of the site.");
        Assert.Empty((await Legal(nation)).Texts);
    }

    [Fact]
    public async Task A_controller_and_a_contact_alone_publish_nothing_and_tick_nothing()
    {
        await using var nation = await app.NewNation();
        var page = await nation.Seeds.Page(slug: "accueil", status: Preau.Site.PageStatus.Draft);
        await nation.Panel.Submit("/settings/legal", new Dictionary<string, string>
        {
            ["Form.Controller"] = "Ada Martin", ["Form.ContactEmail"] = "donnees@ada.example", ["Form.Texts[fr].Notice"] = "Ours.", ["Form.Texts[fr].Privacy"] = "Ours.",
        });

        var refused = await (await nation.Panel.PostFrom($"/pages/{page.Id}", $"/pages/{page.Id}/publication", new { })).Follow();

        refused.Shows("Name the director of publication.");
        refused.Shows("Name the host of the site.");
        Assert.Contains("/settings/legal", (await nation.Panel.Get("/")).Document.QuerySelectorAll(".checklist a:not(.done)").Select(a => a.GetAttribute("href")));
        (await nation.Panel.Get("/settings/legal")).Shows("Nothing can be published yet:");
    }

    [Fact]
    public async Task Texts_that_nobody_changed_by_hand_follow_the_fields()
    {
        await using var nation = await app.NewNation();
        await nation.Panel.Submit("/settings/legal", new Dictionary<string, string>(Fields) { ["generate"] = "true" });

        var saved = await (await nation.Panel.Submit("/settings/legal", new Dictionary<string, string> { ["Form.HostName"] = "Autre Hébergeur" })).Follow();

        saved.Shows("Texts that nobody had changed by hand were written anew from the fields.");
        Assert.Contains("Autre Hébergeur, 2 quai du Port", (await Legal(nation)).Texts["fr"].Notice, StringComparison.Ordinal);
        saved.DoesNotShow("The texts are older than what you changed since");
    }

    [Fact]
    public async Task Texts_written_by_hand_are_kept_and_say_that_they_are_older_than_a_changed_field()
    {
        await using var nation = await app.NewNation();
        await nation.Panel.Submit("/settings/legal", new Dictionary<string, string>(Fields) { ["Form.Texts[fr].Notice"] = "Our own.\nNotice.", ["Form.Texts[fr].Privacy"] = "Our own privacy." });
        Assert.Empty((await Legal(nation)).Missing(["fr"]));

        var saved = await (await nation.Panel.Submit("/settings/legal", new Dictionary<string, string> { ["Form.HostName"] = "Autre Hébergeur" })).Follow();

        saved.Shows("The texts are older than what you changed since: Host of the site.");
        Assert.StartsWith("Our own.", (await Legal(nation)).Texts["fr"].Notice, StringComparison.Ordinal);
        Assert.Equal(["The legal notice is older than what it names: write it anew, or confirm it as it is."], (await Legal(nation)).Missing(["fr"]));

        await nation.Panel.Submit("/settings/legal", new { confirm = "true" });
        Assert.Empty((await Legal(nation)).Missing(["fr"]));
        await nation.Panel.Submit("/settings/legal", new Dictionary<string, string> { ["Form.ContactEmail"] = "autre@ada.example" });
        Assert.Equal(2, (await Legal(nation)).Missing(["fr"]).Count());
        await nation.Panel.Submit("/settings/legal", new Dictionary<string, string> { ["Form.Texts[fr].Notice"] = "Ours: autre@ada.example", ["Form.Texts[fr].Privacy"] = "Ours: autre@ada.example" });
        Assert.Empty((await Legal(nation)).Missing(["fr"]));
    }

    [Fact]
    public async Task Legal_texts_are_written_from_the_fields_and_stay_editable_and_nothing_is_published_without_them()
    {
        await using var nation = await app.NewNation();
        var page = await nation.Seeds.Page(slug: "accueil", status: Preau.Site.PageStatus.Draft);
        var refused = await (await nation.Panel.PostFrom($"/pages/{page.Id}", $"/pages/{page.Id}/publication", new { })).Follow();
        foreach (var missing in new[] { "Name who is responsible for people’s data.", "Give the postal address of who is responsible.", "Name the director of publication.", "Name the host of the site.", "Give the address of the host.", "Give an address at which people can ask about their data.", "Write the legal notice.", "Write the privacy text." }) Assert.Contains(missing, refused.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Site.Get("/accueil")).Status);

        await nation.Panel.Submit("/settings/legal", new Dictionary<string, string>(Fields) { ["generate"] = "true" });
        var written = await Legal(nation);
        foreach (var part in new[] { "Ada Martin, 1 rue de la Paix, 69001 Lyon", "Paul Blanc", "Hébergeur Exemple, 2 quai du Port", "donnees@ada.example" }) Assert.Contains(part, written.Texts["fr"].Notice, StringComparison.Ordinal);
        Assert.Contains("CNIL", written.Texts["fr"].Privacy, StringComparison.Ordinal);
        (await nation.Panel.Get("/settings/legal")).Shows("Write the texts anew, in place of these");

        await nation.Panel.Submit("/settings/legal", new Dictionary<string, string> { ["Form.Texts[fr].Notice"] = "A text of our own." });
        Assert.Equal("A text of our own.", (await Legal(nation)).Texts["fr"].Notice);
        (await nation.Panel.Submit("/settings/legal", new Dictionary<string, string> { ["Form.ContactEmail"] = "not an address" })).Shows("“Contact” is not a mail address.");
    }

    [Fact]
    public async Task Legal_texts_of_before_there_were_languages_are_those_of_the_campaigns_language()
    {
        await using var nation = await app.NewNation();
        var db = nation.Db;
        db.Add(new Setting { Name = nameof(LegalSettings), Value = "{\"controller\":\"Ada\",\"noticeText\":\"L’«éditeur»\",\"privacyText\":\"Peu\"}" });
        await db.SaveChangesAsync(Ct);

        await db.Database.ExecuteSqlRawAsync(Sql.Text("Database/Migrations/20261126T1900_legal_texts", db.Dialect).Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), Ct);

        var legal = await Legal(nation);
        Assert.Equal(("Ada", "L’«éditeur»", "Peu"), (legal.Controller, legal.Texts["fr"].Notice, legal.Texts["fr"].Privacy));
    }

    [Fact]
    public async Task Visitors_read_the_legal_texts_in_their_own_language()
    {
        await using var nation = await app.NewNation();
        var services = nation.Services;
        await services.GetRequiredService<NationSettings>().Set(new IdentitySettings { Languages = ["fr", "en"] }, Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);

        await nation.Panel.Submit("/settings/legal", new Dictionary<string, string>(Fields) { ["generate"] = "true" });

        (await nation.Site.Get("/privacy")).Shows("Ada Martin est responsable du traitement");
        (await nation.Site.Get("/en/privacy")).Shows("Ada Martin is responsible for the data");
    }

    private static Task<LegalSettings> Legal(TestNation nation) => nation.Services.GetRequiredService<NationSettings>().Get<LegalSettings>(Ct);
}
