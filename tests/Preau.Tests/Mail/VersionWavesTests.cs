using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Jobs;
using Preau.Mail;
using Preau.Mail.Measuring;
using Preau.Mail.Measuring.Harm;

namespace Preau.Tests.Mail;

/// <summary>What is left of an audience leaves in waves: each is drawn among the versions that are left, until one is.</summary>
public sealed class VersionWavesTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_version_that_surely_did_worse_is_drawn_no_more_and_the_last_one_left_goes_to_all_others()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var blast = await Begun(nation, relay);
        var before = await nation.Deliveries(blast);
        Assert.All(Enumerable.Range(0, 3), v => Assert.InRange(before.Count(d => d is { Wave: 0, IsRest: false } && d.Version == v && d.State == DeliveryState.Sent), 80, 150));
        Assert.All(Enumerable.Range(1, 3), w => Assert.InRange(before.Count(d => d.IsRest && d.Wave == w), 130, 215));
        (await nation.Panel.Get($"/mail/{blast.Id}/results")).Shows("The first part is under way");
        await VersionTrial.Act(nation, blast, before.Where(d => d is { Wave: 0, Version: 0 or 1, IsRest: false }).Where((_, i) => i % 2 == 0));

        await Hours(nation, 2);

        var first = await nation.Read(blast);
        Assert.Equal((1, 0b100, null), (first.Wave, first.Dropped, first.Winner));
        var drawn = (await nation.Deliveries(blast)).Where(d => d.Wave == 1).ToList();
        Assert.Equal(before.Count(d => d.Wave == 1), drawn.Count);
        Assert.All(Enumerable.Range(0, 2), v => Assert.InRange(drawn.Count(d => d is { IsRest: false, State: DeliveryState.Sent } && d.Version == v), 60, 115));
        Assert.DoesNotContain(drawn, d => d.IsRest || d.Version == 2);
        Assert.All((await nation.Deliveries(blast)).Where(d => d.Wave > 1), d => Assert.Equal((DeliveryState.Waiting, MailDelivery.Undecided), (d.State, d.Version)));
        await nation.ArmsAgree(blast);
        var results = await nation.Panel.Get($"/mail/{blast.Id}/results");
        results.Shows($"Wave 1 of 3 is under way: it has left for {drawn.Count} of {drawn.Count} people.");
        results.Shows("Dropped out");
        (await nation.Panel.Get($"/mail/{blast.Id}")).Shows("Version C dropped out on");

        // The same hour twice, and cut off before all of the wave had their version: they get the one that they had.
        var half = drawn.Where((_, i) => i % 2 == 0).Select(d => d.PersonId).ToArray();
        await nation.Db.MailDeliveries.Where(d => half.Contains(d.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(d => d.Version, MailDelivery.Undecided).SetProperty(d => d.IsRest, true).SetProperty(d => d.State, DeliveryState.Waiting).SetProperty(d => d.NextAt, MailDelivery.Never), Ct);
        await nation.CountArms(blast);
        for (var i = 0; i < 2; i++) await Decide(nation, new(blast.Id));
        Assert.Equal(drawn.Select(d => (d.PersonId, d.Version, d.IsRest)), (await nation.Deliveries(blast)).Where(d => d.Wave == 1).Select(d => (d.PersonId, d.Version, d.IsRest)));
        Assert.Equal(1, (await nation.Read(blast)).Wave);
        await nation.ArmsAgree(blast);
        await nation.Db.MailDeliveries.Where(d => half.Contains(d.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Sent), Ct);

        await VersionTrial.Act(nation, blast, drawn.Where(d => d.Version == 1));
        await Hours(nation, 2);

        var after = await nation.Read(blast);
        Assert.Equal((BlastState.Sent, 1, 0b101, 1, true, VersionMeasure.Acted), (after.State, after.Wave, after.Dropped, after.Winner, after.IsClear, after.ChosenBy));
        var rest = (await nation.Deliveries(blast)).Where(d => d.Wave > 1).ToList();
        Assert.All(rest, d => Assert.Equal((DeliveryState.Sent, 1, true), (d.State, d.Version, d.IsRest)));
        Assert.All(rest, d => Assert.Equal("Version B", Assert.Single(relay.Mails, m => m.To == d.Address).Message.Subject));
        Assert.Equal(before.Count(d => d.State == DeliveryState.HeldOut), (await nation.Deliveries(blast)).Count(d => d.State == DeliveryState.HeldOut));
        Assert.Equal(relay.Mails.Count, relay.Mails.Select(m => m.To).Distinct(StringComparer.Ordinal).Count());
        await nation.ArmsAgree(blast);
        (await nation.Panel.Get($"/mail/{blast.Id}/results")).Shows("The others got version B: more people acted by it than chance explains.");
        // C is beside B over the first part alone, and A beside B over both of their waves.
        var versions = (await nation.Services.GetRequiredService<ReadOutcomes>().Run(after, Ct))!.Versions;
        int Drawn(int version, int waves) => (int)versions[version].Waves.Take(waves).Sum(w => w.People);
        Assert.Equal((Drawn(2, 2), Drawn(1, 1)), ((int)versions[2].Beside(versions[1]).One.People, (int)versions[2].Beside(versions[1]).Other.People));
        Assert.Equal((Drawn(0, 2), Drawn(1, 2)), ((int)versions[0].Beside(versions[1]).One.People, (int)versions[0].Beside(versions[1]).Other.People));
        Assert.Equal(["A", "C"], await nation.Db.AuditEntries.Where(a => a.Action == "blast.version_dropped").Select(a => a.Details!).OrderBy(d => d).ToListAsync(Ct));
    }

    [Fact]
    public async Task Stopped_for_good_between_two_waves_nothing_more_leaves()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var blast = await Begun(nation, relay);
        await Hours(nation, 2);
        var sent = relay.Mails.Count;

        Assert.True(await nation.Cancel(blast));
        await Hours(nation, 2);
        await Decide(nation, new(blast.Id, Wave: 1));
        await Hours(nation, 6);

        Assert.Equal(sent, relay.Mails.Count);
        Assert.Equal((1, null), ((await nation.Read(blast)).Wave, (await nation.Read(blast)).Winner));
        Assert.Equal(0, (await nation.Total(blast)).Waiting);
        await nation.ArmsAgree(blast);
        (await nation.Panel.Get($"/mail/{blast.Id}/results")).Shows("It was stopped before a version was chosen for the others.");
    }

    [Fact]
    public async Task Where_nothing_is_sure_each_wave_is_drawn_among_all_and_the_last_gets_the_first_version()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var blast = await Begun(nation, relay);
        await Hours(nation, 2);
        Assert.True(await nation.Pause(blast));
        await Hours(nation, 2);
        // The second wave's turn came while nothing left: its time is still to come.
        await Hours(nation, 2);
        Assert.Equal(2, (await nation.Read(blast)).Wave);
        Assert.Empty(await nation.Resume(blast));
        await nation.RunMail();
        await Hours(nation, 1);
        Assert.Equal(2, (await nation.Read(blast)).Wave);

        for (var i = 0; i < 4; i++) await Hours(nation, 1);

        var after = await nation.Read(blast);
        Assert.Equal((BlastState.Sent, 2, 0, 0, false), (after.State, after.Wave, after.Dropped, after.Winner, after.IsClear));
        var all = await nation.Deliveries(blast);
        Assert.All(Enumerable.Range(0, 3), w => Assert.Equal([0, 1, 2], all.Where(d => d.Wave == w && !d.IsRest && d.State == DeliveryState.Sent).Select(d => d.Version).Distinct().Order()));
        Assert.All(all.Where(d => d.Wave == 3), d => Assert.Equal((0, true, DeliveryState.Sent), (d.Version, d.IsRest, d.State)));
        (await nation.Panel.Get($"/mail/{blast.Id}/results")).Shows("No difference between the versions held when the time was over, so the others got version A.");
    }

    [Fact]
    public async Task Somebody_chooses_between_two_waves_and_all_who_wait_get_the_version_at_once()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var blast = await Begun(nation, relay);
        await Hours(nation, 2);

        await nation.Panel.Submit($"/mail/{blast.Id}/results", new { }, "decision");
        await nation.RunJobs();
        await nation.RunMail();
        await Hours(nation, 2);

        var after = await nation.Read(blast);
        Assert.Equal((BlastState.Sent, 1, 0), (after.State, after.Wave, after.Winner));
        Assert.All((await nation.Deliveries(blast)).Where(d => d.Wave > 1), d => Assert.Equal((0, true), (d.Version, d.IsRest)));
    }

    [Fact]
    public async Task Once_harm_leaves_one_version_nobody_waits_for_the_hour()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var blast = await Begun(nation, relay, versions: 2);
        var now = app.Clock.GetUtcNow();
        await nation.Db.MailDeliveries.Where(d => d.BlastId == blast.Id && d.Version == 1).ExecuteUpdateAsync(s => s.SetProperty(d => d.UnsubscribedAt, now), Ct);
        await nation.CountArms(blast);

        await nation.Services.GetRequiredService<IHandle<WatchVersions>>().Run(new WatchVersions(), Ct);
        await nation.RunJobs();
        await nation.RunMail();

        var after = await nation.Read(blast);
        Assert.Equal((BlastState.Sent, 0, 0), (after.State, after.Wave, after.Winner));
        (await nation.Panel.Get($"/mail/{blast.Id}/results")).Shows("The others got version A: it was the only one left.");
    }

    [Fact]
    public async Task How_many_waves_there_are_is_said_while_it_is_a_draft()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Seeds.Reader("ada@example.org");
        var blast = await nation.Seeds.Mail();
        await nation.Services.GetRequiredService<ChangeVersions>().Add(blast, Ct);

        await nation.Panel.Submit($"/mail/{blast.Id}/versions", new { Form_IsFirst = "true", Form_Percent = "30", Form_Minutes = "120", Form_Waves = "4" }, "first");
        Assert.Equal(0, (await nation.Read(blast)).TrialShare);
        await nation.Panel.Submit($"/mail/{blast.Id}/versions", new { Form_IsFirst = "true", Form_Percent = "30", Form_Minutes = "120", Form_Waves = "3" }, "first");

        Assert.Equal(3, (await nation.Read(blast)).TrialWaves);
        (await nation.Panel.Get($"/mail/{blast.Id}/send")).Shows("the others leave in 3 waves, each after 2 hours");
    }

    [Fact]
    public void Who_did_surely_worse_than_another_drops_out_and_whoever_leads_stays()
    {
        var blast = new Blast { Subject = "A word", Language = "en", TrialWaves = 3 };
        static ArmOutcome One(long linked, long clicked = 0) => ArmOutcome.Nobody with { People = 1000, Linked = linked, Clicked = clicked };
        int[] Out(params ArmOutcome[] versions) => [.. FindWorse.Of(versions, blast).Select(w => w.Place)];

        Assert.Empty(Out(One(20, 100), One(25, 110)));
        Assert.Empty(Out(ArmOutcome.Nobody, ArmOutcome.Nobody));
        Assert.Equal([0], Out(One(20, 900), One(120, 100)));
        Assert.Equal([0, 2], Out(One(20), One(200), One(90)));
        // Acts first, then clicks among those who are left.
        Assert.Equal([2, 0], Out(One(120, 100), One(115, 400), One(20, 900)));
        Assert.Equal([(0, 1, VersionMeasure.Clicked)], FindWorse.Of([One(0, 100), One(1, 300)], blast).Select(w => (w.Place, w.Other, w.By)));
        // By acts the first is worse than the second, by clicks the second than the third, and the third than the first: one is left.
        Assert.Equal(2, Out(One(40, 600), One(120, 100), One(75, 300)).Length);
        blast.Dropped = 0b001;
        Assert.Equal([1], Out(One(900), One(20), One(120)));
        Assert.Equal(2, ChooseVersion.Of([One(900), One(20), One(120)], blast).Place);
    }

    [Fact]
    public void A_version_that_left_the_race_is_beside_the_others_over_its_own_waves()
    {
        var blast = new Blast { Subject = "A word", Language = "en", TrialWaves = 3 };
        static ArmOutcome One(params (long People, long Linked)[] waves)
        {
            ArmOutcome[] parts = [.. waves.Select(w => ArmOutcome.Nobody with { People = w.People, Linked = w.Linked })];
            return ArmOutcome.Sum(parts) with { Waves = parts };
        }

        // People of the second wave act less, whatever they get: pooled, A would look worse than C, which left in the first alone.
        ArmOutcome[] versions = [One((1000, 200), (5000, 100)), One((1000, 200), (5000, 100)), One((1000, 200), (0, 0))];

        Assert.Equal(0, ChooseVersion.Compare(versions, blast, 2, 0).Difference?.Estimate);
        Assert.Equal(6000, versions[0].Beside(versions[1]).Other.People);
        Assert.Empty(FindWorse.Of(versions, blast));
    }

    /// <summary>Two fifths of 900 readers have got one of the versions, a few are held out, and the others leave in three waves, two hours apart.</summary>
    private static Task<Blast> Begun(TestNation nation, FakeRelay relay, int versions = 3) => VersionTrial.Begun(nation, relay, 900, versions, b => (b.HeldOutShare, b.TrialShare, b.TrialWaves) = (500, 4000, 3));

    private async Task Hours(TestNation nation, int hours)
    {
        app.Clock.Advance(TimeSpan.FromHours(hours));
        await nation.RunJobs();
        await nation.RunMail();
    }

    private static Task Decide(TestNation nation, DecideVersion job) => nation.Services.GetRequiredService<IHandle<DecideVersion>>().Run(job, Ct);
}
