using System.Net;
using Microsoft.AspNetCore.Hosting;
using Preau.Accounts;

namespace Preau.Tests.Panel;

/// <summary>The page of patterns shows every one in every state, to whoever builds screens.</summary>
public sealed class DesignTests(PreauApp app) : IClassFixture<PreauApp>
{
    [Fact]
    public async Task It_shows_every_pattern_by_the_pieces_that_screens_use()
    {
        await using var nation = await app.NewNation();
        var page = await nation.Panel.Get("/design");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        foreach (var piece in new[] { "form.toolbar[role=search]", "select-rows .selection", ".pager", ".record > aside", ".record.long > .who + .story + aside", ".jumps nav.tabs", ".stack dl.facts", ".timeline", ".error-summary", ".wizard li[aria-current=step]", ".progress-work progress:not([value])", ".progress-work form", ".empty a.btn-primary", "confirm-details .consequence", ".notice.caution", "a.tile", "tab-strip > nav.tabs", "[aria-busy=true]", "find-choice select optgroup" })
        {
            Assert.True(page.Document.QuerySelector(piece) is not null, $"nothing on the page is {piece}");
        }

        foreach (var kind in new[] { "text", "email", "tel", "url", "number", "date", "datetime-local", "color", "password", "checkbox", "radio", "file" }) Assert.NotNull(page.Document.QuerySelector($".form input[type={kind}]"));
    }

    [Fact]
    public async Task No_two_things_on_it_have_one_name()
    {
        await using var nation = await app.NewNation();
        var page = await nation.Panel.Get("/design");

        Assert.Empty(page.Document.QuerySelectorAll("[id]").GroupBy(e => e.Id, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.Empty(page.Document.QuerySelectorAll("nav, aside, [role=search], [role=region]").GroupBy(e => $"{e.TagName} {e.GetAttribute("role")} {e.GetAttribute("aria-label")}", StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Fact]
    public async Task Its_mistakes_are_those_that_the_rules_of_the_fields_find()
    {
        await using var nation = await app.NewNation();
        var page = await nation.Panel.Get("/design");

        Assert.Equal(["Wrong_Email", "Wrong_Name", "Wrong_Population", "Wrong_Role"], page.Document.QuerySelectorAll("[aria-invalid=true]").Select(e => e.Id).Order(StringComparer.Ordinal));
        Assert.All(page.Document.QuerySelectorAll(".error-summary a"), link => Assert.NotNull(page.Document.QuerySelector(link.GetAttribute("href")!)));
    }

    [Fact]
    public async Task What_is_sent_from_it_changes_nothing()
    {
        await using var nation = await app.NewNation();
        var sent = await nation.Panel.PostFrom("/design", "/design", new { people = "2" });

        (await sent.Follow()).Shows("Nothing was changed: this page only shows.");
    }

    [Fact]
    public async Task A_volunteer_has_no_business_there()
    {
        await using var nation = await app.NewNation();

        Assert.Equal(HttpStatusCode.Forbidden, (await (await nation.As(Role.Volunteer)).Get("/design")).Status);
    }
}

/// <summary>The program as operators run it.</summary>
public sealed class AppInProduction : PreauApp
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseEnvironment("Production");
    }
}

public sealed class DesignInProductionTests(AppInProduction app) : IClassFixture<AppInProduction>
{
    [Fact]
    public async Task Outside_development_it_is_not_there()
    {
        await using var nation = await app.NewNation();

        Assert.Equal(HttpStatusCode.OK, (await nation.Panel.Get("/settings")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get("/design")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Stranger.Get("/design")).Status);
    }
}
