using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;

namespace Preau.Tests.Accounts;

/// <summary>An empty installation leads to the page that opens the first campaign, once.</summary>
public sealed class FirstRunTests(PreauApp app) : IClassFixture<PreauApp>
{
    [Fact]
    public async Task The_first_visitor_opens_the_campaign_and_no_other_can()
    {
        var visitor = From("https://localhost");
        var first = await (await visitor.Get("/")).Follow();
        Assert.Equal("/first-run", first.Path);
        var wrong = await visitor.Submit("/first-run", new { Form_Campaign = "", Form_Slug = "Not A Name", Form_Language = "en", Form_Name = "Ana", Form_Email = "ana", Form_Password = "short" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(["#Form_Campaign", "#Form_Slug", "#Form_Email", "#Form_Password"], wrong.Document.QuerySelectorAll(".error-summary a").Select(a => a.GetAttribute("href")));
        wrong.Shows("« Nom court » : de 2 à 40 lettres minuscules, chiffres et traits d’union");
        var opened = await visitor.Submit("/first-run", new { Form_Campaign = "Ana for Mayor", Form_Slug = "ana", Form_Language = "en", Form_Name = "Ana Arnaud", Form_Email = "ana@example.org", Form_Password = "a long enough password" });

        Assert.Equal("/panel/", opened.Location);
        var home = await visitor.Get("/panel/");
        Assert.Equal(HttpStatusCode.OK, home.Status);
        home.Shows("Ana for Mayor");
        home.Shows("The first hour");
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Database>();
        var nation = await db.Nations.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("ana", "en"), (nation.Slug, nation.Language));
        // Asked for in English: site, legal texts and the pages to come are in it, too.
        var look = await visitor.Get("/panel/settings/identity");
        Assert.NotNull(look.Document.QuerySelector("#Form_English[checked]"));
        Assert.Null(look.Document.QuerySelector("#Form_French[checked]"));
        Assert.NotNull((await visitor.Get("/panel/settings/legal")).Document.QuerySelector("textarea[lang=en]"));
        Assert.Null((await visitor.Get("/panel/pages/new")).Document.QuerySelector("#Form_Language"));
        await visitor.Submit("/panel/pages/new", new { Form_Title = "Home" });
        (await From("https://localhost").Get("/")).Shows("Coming soon");
        Assert.Equal("en", (await db.SitePages.IgnoreQueryFilters([Conventions.NationFilter]).SingleAsync(TestContext.Current.CancellationToken)).Language);
        var owner = await db.Set<Membership>().IgnoreQueryFilters([Conventions.NationFilter]).SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Role.Owner, owner.Role);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Get("/panel/first-run")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await From("https://panel.ana.localhost").Get("/first-run")).Status);
    }

    private Browser From(string origin)
    {
        var jar = new CookieJar();
        return new Browser(app.CreateDefaultClient(new Uri(origin), jar), jar);
    }
}
