using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Duplicates;
using Preau.Law;
using Preau.People;

namespace Preau.Tests.Mail;

/// <summary>What the team, a file or a merge says of somebody who left by themselves opens nothing: they are asked by a letter.</summary>
public sealed class AskOwnerTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_team_writes_down_of_who_left_by_themselves_is_asked_of_them_by_one_letter()
    {
        await using var site = await JoiningSite.Open(app);
        var (owner, _) = await site.Nation.SignIn(Role.Owner);
        var ada = await site.Nation.Seeds.Reader("ada@example.org", with: p => p.Language = "fr");
        await site.Withdraw(ada.Id);
        (await owner.Get($"/people/{ada.Id}")).Shows("Ask them by a letter");

        (await Agree(owner, ada.Id)).Shows("a letter to ada@example.org asks them");
        (await Agree(owner, ada.Id)).Shows("A letter went to ada@example.org already");
        await site.Nation.RunJobs();

        Assert.Empty(await site.Given(ada.Id));
        var letter = Assert.Single(site.Relay.Mails);
        Assert.Contains("a noté que vous êtes d’accord", letter.Message.TextBody, StringComparison.Ordinal);
        (await site.Nation.Site.Get(JoiningSite.Link(letter))).Shows("Oui, je suis d’accord");
        await site.Nation.Site.Post(JoiningSite.Link(letter), new { });
        Assert.Equal([Purpose.News], await site.Given(ada.Id));
    }

    [Fact]
    public async Task What_the_team_was_told_the_team_takes_back_and_nobody_is_asked_where_nothing_arrives()
    {
        await using var site = await JoiningSite.Open(app);
        var (owner, _) = await site.Nation.SignIn(Role.Owner);
        var (told, left) = (await site.Nation.Seeds.Reader("told@example.org"), await site.Nation.Seeds.Reader("left@example.org"));
        await site.Nation.Do((services, _) => services.GetRequiredService<ConsentLedger>().Withdraw(told.Id, Purpose.News, "panel", Ct));
        await site.Withdraw(left.Id);
        await site.Nation.Do((services, _) => services.GetRequiredService<Suppressions>().Add(SuppressedChannel.Mail, "left@example.org", "bounced", Ct));

        (await Agree(owner, told.Id)).Shows("Written down: they agreed");
        (await Agree(owner, left.Id)).Shows("Nothing was written down");

        Assert.Equal([Purpose.News], await site.Given(told.Id));
        Assert.Empty(await site.Given(left.Id));
        await site.Nation.RunJobs();
        Assert.Empty(site.Relay.Mails);
    }

    [Fact]
    public async Task A_no_of_the_teams_over_their_own_brings_the_yes_of_the_team_back_no_more_than_a_merge_does()
    {
        await using var site = await JoiningSite.Open(app);
        var (owner, _) = await site.Nation.SignIn(Role.Owner);
        var (ada, again) = (await site.Nation.Seeds.Reader("ada@example.org"), await site.Nation.Seeds.Person(email: "ada@example.org"));
        await site.Withdraw(ada.Id);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await owner.Submit($"/people/{ada.Id}", new { purpose = "news", give = "false" }, $"/people/{ada.Id}/consents");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        (await Agree(owner, ada.Id)).Shows("a letter to ada@example.org asks them");
        (await Agree(owner, again.Id)).Shows("But somebody else left the list");

        Assert.IsType<MergeOutcome.Done>(await site.Merge(ada.Id, again.Id));

        Assert.Empty(await site.Given(ada.Id));
    }

    [Fact]
    public async Task A_merge_with_whoever_came_by_a_form_since_opens_no_address_of_who_left()
    {
        await using var site = await JoiningSite.Open(app);
        var ada = await site.Nation.Seeds.Reader("ada@example.org");
        await site.Withdraw(ada.Id);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var mallory = await site.Nation.Seeds.Reader("mallory@example.org");

        await site.Merge(mallory.Id, ada.Id);
        await site.Nation.Db.PersonEmails.Where(e => e.EmailKey == "mallory@example.org").ExecuteDeleteAsync(Ct);
        await site.Nation.SendNow(await site.Nation.Seeds.Mail());

        Assert.Equal([Purpose.News], await site.Given(mallory.Id));
        Assert.Empty(site.Relay.Mails);
    }

    [Fact]
    public async Task A_merge_keeps_the_no_that_stands_below_what_an_undo_took_back()
    {
        await using var site = await JoiningSite.Open(app);
        var (ada, bo) = (await site.Nation.Seeds.Reader("ada@example.org"), await site.Nation.Seeds.Reader("ada@example.org"));
        foreach (var source in (string[])["mail:1", "import:5", "undo:5"])
        {
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            await site.Nation.Do((services, _) => services.GetRequiredService<ConsentLedger>().Withdraw(bo.Id, Purpose.News, source, Ct));
        }

        await site.Merge(ada.Id, bo.Id);

        Assert.Empty(await site.Given(ada.Id));
    }

    [Fact]
    public async Task Whoever_left_while_two_records_were_one_is_asked_on_either_when_they_are_two_again()
    {
        await using var site = await JoiningSite.Open(app);
        var (owner, _) = await site.Nation.SignIn(Role.Owner);
        var (ada, again) = (await site.Nation.Seeds.Reader("ada@example.org"), await site.Nation.Seeds.Reader("adas@example.org"));
        var merge = Assert.IsType<MergeOutcome.Done>(await site.Merge(ada.Id, again.Id));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await site.Withdraw(ada.Id);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await site.Nation.Services.GetRequiredService<UnmergePeople>().Run(merge.MergeId, Ct);
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        (await Agree(owner, again.Id)).Shows("a letter to adas@example.org asks them");
        Assert.Empty(await site.Given(again.Id));
    }

    [Fact]
    public async Task The_letter_opens_the_address_that_it_went_to_and_no_other()
    {
        await using var site = await JoiningSite.Open(app);
        var (owner, _) = await site.Nation.SignIn(Role.Owner);
        var ada = await site.Nation.Seeds.Reader("ada@example.org");
        await site.Withdraw(ada.Id);
        await site.Nation.Do((_, db) => db.AddAsync(new PersonEmail { PersonId = ada.Id, Address = "staff@example.org", EmailKey = "staff@example.org", Position = -1 }, Ct).AsTask());
        await Agree(owner, ada.Id);
        await site.Nation.RunJobs();
        await site.Nation.Site.Post(JoiningSite.Link(Assert.Single(site.Relay.Mails, m => m.To == "staff@example.org")), new { });
        await owner.Submit($"/people/{ada.Id}/edit", new Dictionary<string, string> { ["Form.LastName"] = "L", ["Form.Emails[0].Address"] = "ada@example.org", ["Form.Emails[1].Address"] = "" });
        Assert.Equal(["ada@example.org"], await site.Nation.Db.PersonEmails.Select(e => e.EmailKey).ToListAsync(Ct));

        await site.Nation.SendNow(await site.Nation.Seeds.Mail());
        Assert.DoesNotContain(site.Relay.Mails, m => m.To == "ada@example.org");

        await site.Join("ada@example.org", "consent_news");
        await site.Nation.Site.Post(JoiningSite.Link(Assert.Single(site.Relay.Mails, m => m.To == "ada@example.org")), new { });
        await site.Nation.SendNow(await site.Nation.Seeds.Mail());
        Assert.Equal(2, site.Relay.Mails.Count(m => m.To == "ada@example.org"));
    }

    private static async Task<Page> Agree(Browser owner, long person) => await (await owner.Submit($"/people/{person}", new { purpose = "news", give = "true" }, $"/people/{person}/consents")).Follow();
}
