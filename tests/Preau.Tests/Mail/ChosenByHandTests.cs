using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Mail;
using Preau.Mail.Measuring;

namespace Preau.Tests.Mail;

/// <summary>While the others wait for the better version, somebody says which one they get.</summary>
public sealed class ChosenByHandTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Who_waits_gets_the_version_that_somebody_chose_and_the_report_says_who(int waves)
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var blast = await VersionTrial.Begun(nation, relay, 300, versions: 3, b => (b.TrialShare, b.TrialWaves) = (5000, waves));
        var (first, rest) = ((await nation.Deliveries(blast)).Where(d => !d.IsRest).ToList(), (await nation.Deliveries(blast)).Where(d => d.IsRest).ToList());
        await VersionTrial.Act(nation, blast, first.Where(d => d.Version == 1));
        var page = await nation.Panel.Get($"/mail/{blast.Id}/results");
        page.Shows("Send version A to the rest");
        page.Shows($"{rest.Count} people who wait for a version get version C now, whatever the numbers say. The comparison ends for good");
        page.Shows("Version B: Out of 1,000 people");

        // Pressed twice, and another version in another tab.
        (await (await Choose(nation.Panel, blast, 2)).Follow()).Shows("Version C is chosen");
        (await (await Choose(nation.Panel, blast, 2)).Follow()).Shows("Nothing was chosen");
        (await (await Choose(nation.Panel, blast, 1)).Follow()).Shows("Nothing was chosen");
        await nation.RunJobs();
        await nation.RunMail();
        app.Clock.Advance(TimeSpan.FromHours(3));
        await nation.RunJobs();
        await nation.RunMail();

        Assert.All(rest, d => Assert.Equal("Version C", Assert.Single(relay.Mails, m => m.To == d.Address).Message.Subject));
        Assert.Equal(first.Count + rest.Count, relay.Mails.Count);
        var after = await nation.Read(blast);
        Assert.Equal((BlastState.Sent, 0, 2, false, null), (after.State, after.Wave, after.Winner, after.IsClear, after.ChosenBy));
        var results = await nation.Panel.Get($"/mail/{blast.Id}/results");
        var name = await nation.Db.Accounts.Where(a => a.Id == after.ChooserId).Select(a => a.Name).SingleAsync(Ct);
        results.Shows($"The others got version C: {name} chose it by hand on");
        results.DoesNotShow("Send version A to the rest");
        Assert.Equal(["C"], await nation.Db.AuditEntries.Where(a => a.Action == "blast.version_chosen_by_hand").Select(a => a.Details!).ToListAsync(Ct));
        await nation.ArmsAgree(blast);
        // Of those who got theirs by no lot nothing is compared.
        Assert.Equal(first.Count, (await nation.Services.GetRequiredService<ReadOutcomes>().Run(after, Ct))!.Versions.Sum(v => v.People));
    }

    [Fact]
    public async Task A_version_that_was_stopped_is_not_chosen_nor_one_that_there_is_not_nor_by_somebody_who_may_not_send()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var blast = await VersionTrial.Begun(nation, relay, 60, versions: 2, b => b.TrialShare = 5000);
        await nation.Db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.Stopped, 0b10), Ct);
        Assert.True(await nation.Pause(blast));

        var page = await nation.Panel.Get($"/mail/{blast.Id}/results");
        page.Shows("It is paused: they get it once it goes on.");
        page.DoesNotShow("Send version B to the rest");
        foreach (var place in new[] { 1, 2, -1 }) (await (await Choose(nation.Panel, blast, place)).Follow()).Shows("Nothing was chosen");
        Assert.Equal(HttpStatusCode.Forbidden, (await Choose(await nation.As(Role.Finance), blast, 0)).Status);
        Assert.Null((await nation.Read(blast)).Winner);
        Assert.True(await nation.Cancel(blast));
        (await (await Choose(nation.Panel, blast, 0)).Follow()).Shows("Nothing was chosen");
        Assert.Null((await nation.Read(blast)).Winner);
    }

    private static Task<Page> Choose(Browser browser, Blast blast, int place) => browser.PostFrom("/account", $"/mail/{blast.Id}/decision", new { version = place });
}
