using System.Net;

namespace Preau.Tests.Commands;

public sealed class NationCommandTests(PreauApp app) : IClassFixture<PreauApp>
{
    [Fact]
    public async Task The_operator_makes_one_more_nation_and_its_owner_comes_in_by_the_link()
    {
        var slug = "n" + Guid.NewGuid().ToString("N")[..12];

        var made = await Shell.Run(app.StoreOptions, "nation", slug, "Une autre campagne", "--owner", "second@team.example");
        var again = await Shell.Run(app.StoreOptions, "nation", slug, "Encore", "--owner", "second@team.example");

        Assert.True(made.Code == 0, made.Progress);
        Assert.Equal(1, again.Code);
        Assert.Contains($"There is a nation “{slug}” already.", again.Progress, StringComparison.Ordinal);
        await using var nation = await app.NationOf(slug);
        (await nation.Stranger.InEnglish().Get(made.Output.Trim()[made.Output.IndexOf("/password/", StringComparison.Ordinal)..])).Shows("second@team.example");
    }

    [Fact]
    public async Task A_nation_made_in_English_speaks_it_to_visitors_and_to_who_signs_in()
    {
        var slug = "n" + Guid.NewGuid().ToString("N")[..12];

        var made = await Shell.Within(app, "nation", slug, "Ana for Mayor", "--owner", "ana@team.example", "--language", "en");

        Assert.True(made.Code == 0, made.Progress);
        await using var nation = await app.NationOf(slug);
        (await nation.Site.Get("/")).Shows("This campaign’s site is being built.");
        (await nation.Stranger.Get("/sign-in")).Shows("Mail address");
        var look = await nation.Panel.Get("/settings/identity");
        Assert.Equal(["Form.English"], look.Document.QuerySelectorAll("input[type=checkbox][checked]").Select(c => c.GetAttribute("name")));
        Assert.Equal("en", look.Document.QuerySelector("#Form_First option[selected]")?.GetAttribute("value"));
        await nation.Panel.Submit("/pages/new", new { Form_Title = "Home" });
        Assert.Equal("en", Assert.Single(nation.Db.SitePages).Language);
        await nation.Panel.Submit("/settings/legal", new
        {
            Form_Controller = "Ana", Form_ControllerAddress = "1 Main Street", Form_ContactEmail = "data@ana.example", Form_Publisher = "Paul", Form_HostName = "Host", Form_HostAddress = "2 Quay", generate = "true",
        });
        (await nation.Site.Get("/legal")).Shows("This is the site of Ana for Mayor.");
    }

    [Fact]
    public async Task The_link_answers_at_once_in_a_program_that_served_before_and_strangers_cannot_hammer_the_store()
    {
        await using var first = await app.NewNation();
        await using var second = await app.NewNation();
        var slug = "n" + Guid.NewGuid().ToString("N")[..12];
        Assert.Equal(HttpStatusCode.NotFound, (await first.Visit($"http://panel.{slug}.localhost").Get("/sign-in")).Status);

        var made = await Shell.Run(app.StoreOptions, "nation", slug, "Une autre campagne", "--owner", "third@team.example");
        var path = made.Output.Trim()[made.Output.IndexOf("/password/", StringComparison.Ordinal)..];
        // By the clock of the tests no time has passed: nobody is looked for so soon again.
        Assert.Equal(HttpStatusCode.NotFound, (await first.Visit($"http://panel.{slug}.localhost").Get(path)).Status);
        app.Clock.Advance(TimeSpan.FromMilliseconds(300));

        Assert.Equal(HttpStatusCode.OK, (await first.Visit($"http://panel.{slug}.localhost").Get(path)).Status);
    }

    [Fact]
    public async Task Somebody_who_has_an_account_takes_the_new_nation_by_their_own_password()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Account("busy@team.example", Preau.Accounts.Role.Staff);

        var made = await Shell.Within(app, "nation", "n" + Guid.NewGuid().ToString("N")[..12], "Encore une", "--owner", "busy@team.example");

        Assert.True(made.Code == 0, made.Progress);
        Assert.Contains("/join/", made.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Großes", "Name", "a@team.example", "is no short name")]
    [InlineData("fine", "", "a@team.example", "The name of a campaign has")]
    [InlineData("fine", "Name", "nobody", "is not a mail address")]
    public async Task What_makes_no_nation_is_refused_with_the_reason(string slug, string name, string owner, string reason)
    {
        var refused = await Shell.Within(app, "nation", slug, name, "--owner", owner);

        Assert.Equal(1, refused.Code);
        Assert.Contains(reason, refused.Progress, StringComparison.Ordinal);
    }
}
