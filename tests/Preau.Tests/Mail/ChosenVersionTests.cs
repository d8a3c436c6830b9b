using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Duplicates;
using Preau.Jobs;
using Preau.Mail;
using Preau.Mail.Measuring;
using Preau.Mail.Measuring.Harm;
using Preau.People;

namespace Preau.Tests.Mail;

/// <summary>A part of the audience gets the versions, the rest waits for the one by which more people acted.</summary>
public sealed class ChosenVersionTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_rest_waits_whatever_happens_and_then_gets_the_version_by_which_more_people_acted()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var blast = await Begun(nation, relay);
        var (first, rest) = await Parts(nation, blast);
        Assert.Equal(first.Count, relay.Mails.Count);
        Assert.True(await nation.Pause(blast));
        Assert.Empty(await nation.Resume(blast));
        app.Clock.Advance(TimeSpan.FromMinutes(100));
        await nation.RunJobs();
        await nation.RunMail();
        Assert.Equal(first.Count, relay.Mails.Count);
        Assert.Equal((BlastState.Sending, rest.Count), ((await nation.Read(blast)).State, (int)(await nation.Total(blast)).Waiting));
        await VersionTrial.Act(nation, blast, first.Where(d => d.Version == 1));
        (await nation.Panel.Get($"/mail/{blast.Id}/results")).Shows("The others wait, then get the version");

        app.Clock.Advance(TimeSpan.FromMinutes(20));
        await nation.RunJobs();
        await nation.RunMail();

        Assert.All(rest, d => Assert.Equal("Version B", Assert.Single(relay.Mails, m => m.To == d.Address).Message.Subject));
        Assert.Equal(first.Count + rest.Count, relay.Mails.Count);
        var after = await nation.Read(blast);
        Assert.Equal((BlastState.Sent, 1, true, VersionMeasure.Acted), (after.State, after.Winner, after.IsClear, after.ChosenBy));
        var results = await nation.Panel.Get($"/mail/{blast.Id}/results");
        results.Shows("The others got version B: more people acted by it than chance explains.");
        // What the rest does says nothing about which version is better: they all got the same one.
        Assert.Equal(first.Count, (await nation.Services.GetRequiredService<ReadOutcomes>().Run(after, Ct))!.Versions.Sum(v => v.People));
    }

    [Fact]
    public async Task Where_no_difference_holds_the_rest_gets_the_first_and_the_report_says_so()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var blast = await Begun(nation, relay);
        var (first, rest) = await Parts(nation, blast);
        await VersionTrial.Act(nation, blast, first.Where(d => d.Version == 1).Take(2));

        app.Clock.Advance(TimeSpan.FromHours(2));
        await nation.RunJobs();
        await nation.RunMail();

        Assert.All(rest, d => Assert.Equal("A word", Assert.Single(relay.Mails, m => m.To == d.Address).Message.Subject));
        (await nation.Panel.Get($"/mail/{blast.Id}/results")).Shows("No difference between the versions held when the time was over, so the others got version A.");
    }

    [Fact]
    public async Task Somebody_chooses_sooner_and_the_hour_changes_nothing_any_more()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var blast = await Begun(nation, relay);
        var (first, rest) = await Parts(nation, blast);

        (await (await nation.Panel.Submit($"/mail/{blast.Id}/results", new { }, "decision")).Follow()).Shows("The version is being chosen");
        await nation.RunJobs();
        await nation.RunMail();
        await VersionTrial.Act(nation, blast, first.Where(d => d.Version == 1));
        app.Clock.Advance(TimeSpan.FromHours(3));
        await nation.RunJobs();
        await nation.RunMail();

        Assert.Equal(first.Count + rest.Count, relay.Mails.Count);
        Assert.Equal((BlastState.Sent, 0), ((await nation.Read(blast)).State, (await nation.Read(blast)).Winner));
    }

    [Fact]
    public async Task Stopped_for_good_the_rest_gets_nothing()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var blast = await Begun(nation, relay);
        var (first, rest) = await Parts(nation, blast);

        Assert.True(await nation.Cancel(blast));
        app.Clock.Advance(TimeSpan.FromHours(3));
        await nation.RunJobs();
        await nation.RunMail();

        Assert.Equal(first.Count, relay.Mails.Count);
        Assert.Equal((rest.Count, 0), ((int)(await nation.Total(blast)).Cancelled, (int)(await nation.Total(blast)).Waiting));
        (await nation.Panel.Get($"/mail/{blast.Id}/results")).Shows("It was stopped before a version was chosen for the others.");
    }

    [Fact]
    public async Task Two_records_that_are_made_two_again_after_the_choice_both_get_the_mail_once()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var blast = await Begun(nation, relay);
        var (_, rest) = await Parts(nation, blast);
        var merged = Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(rest[0].PersonId, rest[1].PersonId, new Dictionary<string, Side>(), null, Ct));
        await nation.Do((_, db) =>
        {
            db.Enqueue(new DecideVersion(blast.Id), app.Clock.GetUtcNow());
            return Task.CompletedTask;
        });
        await nation.RunJobs();

        Assert.IsType<UnmergeOutcome.Done>(await nation.Services.GetRequiredService<UnmergePeople>().Run(merged.MergeId, Ct));
        await nation.RunMail();

        Assert.Equal(relay.Mails.Count, relay.Mails.Select(m => m.To).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(300, relay.Mails.Count);
        Assert.Equal((300, 0), ((int)(await nation.Total(blast)).Sent, (int)(await nation.Total(blast)).Waiting));
        await nation.ArmsAgree(blast);
    }

    [Fact]
    public async Task Which_part_goes_first_is_said_while_it_is_a_draft()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Seeds.Reader("ada@example.org");
        var blast = await nation.Seeds.Mail();
        await nation.Services.GetRequiredService<ChangeVersions>().Add(blast, Ct);

        (await (await nation.Panel.Submit($"/mail/{blast.Id}/versions", new { Form_IsFirst = "true", Form_Percent = "99", Form_Minutes = "120" }, "first")).Follow()).Shows("from 5 to 90 percent");
        Assert.Equal(0, (await nation.Read(blast)).TrialShare);
        await nation.Panel.Submit($"/mail/{blast.Id}/versions", new { Form_IsFirst = "true", Form_Percent = "30", Form_Minutes = "1440" }, "first");

        Assert.Equal((3000, 1440), ((await nation.Read(blast)).TrialShare, (await nation.Read(blast)).TrialMinutes));
        (await nation.Panel.Get($"/mail/{blast.Id}/send")).Shows("30% of them get it at once; the others wait 1 day");
    }

    [Fact]
    public async Task A_version_by_which_more_people_leave_is_stopped_and_those_who_wait_for_it_get_another()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Readers(600);
        var blast = await nation.Seeds.Mail();
        await nation.Do((_, db) =>
        {
            db.AddRange(new BlastVersion { BlastId = blast.Id, Place = 1, Subject = "Version B", Body = "<p>Hello</p>" }, new BlastVersion { BlastId = blast.Id, Place = 2, Subject = "Version C", Body = "<p>Hello</p>" });
            return Task.CompletedTask;
        });
        blast = await nation.Frozen(blast);
        Assert.Null(await nation.Services.GetRequiredService<StopVersion>().Run(blast, 1, Ct));
        (await nation.Panel.Get($"/mail/{blast.Id}/results")).DoesNotShow("Stop version B");
        var left = (await nation.Deliveries(blast)).Where(d => d.Version == 1).Take(60).Select(d => d.PersonId).ToArray();
        await nation.Db.MailDeliveries.Where(d => left.Contains(d.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Sent).SetProperty(d => d.UnsubscribedAt, app.Clock.GetUtcNow()), Ct);
        await nation.Db.BlastTotals.ExecuteUpdateAsync(s => s.SetProperty(t => t.Sent, t => t.Sent + 60), Ct);
        await nation.CountArms(blast);
        // Two of them are in hand while it is stopped, and come back: one had followed a link of a first try that was thought lost.
        var inHand = (await nation.Deliveries(blast)).Where(d => d is { Version: 1, State: DeliveryState.Waiting }).Take(2).Select(d => d.PersonId).ToArray();
        var clicked = inHand[0];
        await nation.Db.MailDeliveries.Where(d => inHand.Contains(d.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Leased).SetProperty(d => d.NextAt, app.Clock.GetUtcNow().AddMinutes(1)).SetProperty(d => d.ClickedAt, d => d.PersonId == clicked ? app.Clock.GetUtcNow() : null), Ct);
        await nation.CountArms(blast);
        var waiting = (await nation.Deliveries(blast)).Where(d => d is { Version: 1, State: DeliveryState.Waiting }).Select(d => d.Address).ToHashSet(StringComparer.Ordinal);

        var results = await nation.Panel.Get($"/mail/{blast.Id}/results");
        results.Shows("Stop version B");
        results.Shows($"{waiting.Count} people who wait for it get the other versions");
        (await (await nation.Panel.Submit($"/mail/{blast.Id}/results", new { }, "stopping")).Follow()).Shows($"Version B is stopped; {waiting.Count} people get another one instead.");
        await nation.ArmsAgree(blast);
        await nation.Db.MailDeliveries.Where(d => inHand.Contains(d.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Waiting).SetProperty(d => d.NextAt, app.Clock.GetUtcNow()), Ct);
        await nation.RunMail();

        await nation.ArmsAgree(blast);
        Assert.DoesNotContain(relay.Mails, m => m.Message.Subject == "Version B");
        Assert.Equal(540, relay.Mails.Count);
        Assert.Equal(["A word", "Version C"], relay.Mails.Where(m => waiting.Contains(m.To)).Select(m => m.Message.Subject).Distinct().Order(StringComparer.Ordinal));
        (await nation.Panel.Get($"/mail/{blast.Id}/results")).Shows("Stopped");
        Assert.Null(await nation.Services.GetRequiredService<StopVersion>().Run(await nation.Read(blast), 1, Ct));
    }

    [Fact]
    public async Task What_people_do_is_counted_in_the_group_that_the_lot_put_them_in_and_taken_back_there()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var blast = await Begun(nation, relay);
        await nation.ArmsAgree(blast);
        var (first, rest) = await Parts(nation, blast);
        var (people, link) = (first.Concat(rest.Take(2)).Select(d => d.PersonId).ToList(), new MailLink { BlastId = blast.Id, Url = "https://one.example/" });
        await nation.Do((_, db) =>
        {
            db.Add(link);
            return Task.CompletedTask;
        });
        var (services, now) = (nation.Services, app.Clock.GetUtcNow());

        for (var i = 0; i < 2; i++) await services.GetRequiredService<WriteClicks>().Run([.. people.Select(p => new HeardClick(blast.NationId, blast.Id, p, link.Id, false, now.AddMinutes(i)))], Ct);
        foreach (var person in people.Take(5)) await services.GetRequiredService<LeaveList>().Run(blast, person, Ct);
        await nation.ArmsAgree(blast);
        Assert.Equal((people.Count, 5), ((int)(await nation.Total(blast)).Clicked, (int)(await nation.Total(blast)).Unsubscribed));
        Assert.Equal(1, await MarkLeft.Run(nation.Db, blast.Id, blast.Month, [people[0], people[^1]], null, Ct));
        Assert.Equal(0, await MarkLeft.Run(nation.Db, blast.Id, blast.Month, [people[0]], null, Ct));
        Assert.Equal(0, await MarkLeft.Run(nation.Db, blast.Id, blast.Month, [people[1], long.MaxValue], now, Ct));

        await nation.ArmsAgree(blast);
        Assert.Equal(4, (await nation.Total(blast)).Unsubscribed);
        Assert.IsType<Erasure.Done>(await services.GetRequiredService<ErasePerson>().Run(people[1], Ct));
        Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(people[2], people[^1], new Dictionary<string, Side>(), null, Ct));
        await nation.ArmsAgree(blast);
    }

    [Fact]
    public async Task Clicks_and_leaving_at_the_same_time_wait_for_each_other_and_none_is_lost()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var blast = await Begun(nation, relay);
        var (first, _) = await Parts(nation, blast);
        var link = new MailLink { BlastId = blast.Id, Url = "https://one.example/" };
        await nation.Do((_, db) =>
        {
            db.Add(link);
            return Task.CompletedTask;
        });
        var now = app.Clock.GetUtcNow();
        async Task Each(IEnumerable<long> people, Func<IServiceProvider, long, Task> act)
        {
            var services = nation.Services;
            foreach (var person in people) await act(services, person);
        }

        var (some, others) = (first.Take(40).Select(d => d.PersonId).ToList(), first.Skip(40).Take(40).Select(d => d.PersonId).ToList());
        await Task.WhenAll(
            Task.Run(() => Each(some, (services, p) => services.GetRequiredService<WriteClicks>().Run([new(blast.NationId, blast.Id, p, link.Id, false, now), new(blast.NationId, blast.Id, p + 1, link.Id, false, now)], Ct)), Ct),
            Task.Run(() => Each(others, (services, p) => services.GetRequiredService<WriteClicks>().Run([new(blast.NationId, blast.Id, p + 1, link.Id, false, now), new(blast.NationId, blast.Id, p, link.Id, false, now)], Ct)), Ct),
            Task.Run(() => Each(others, (services, p) => services.GetRequiredService<LeaveList>().Run(blast, p, Ct)), Ct),
            Task.Run(() => Each(some, (services, p) => services.GetRequiredService<LeaveList>().Run(blast, p, Ct)), Ct));

        await nation.ArmsAgree(blast);
        Assert.Equal(80, (await nation.Total(blast)).Unsubscribed);
    }

    [Fact]
    public async Task What_another_version_of_the_program_did_not_count_is_counted_the_same_day()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var blast = await Begun(nation, relay);
        await nation.Db.BlastArms.Where(a => a.BlastId == blast.Id && a.Place == 1).ExecuteDeleteAsync(Ct);
        await nation.Db.BlastArms.Where(a => a.BlastId == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.Clicked, 7), Ct);

        await nation.Services.GetRequiredService<IHandle<RecountArms>>().Run(new RecountArms(), Ct);

        await nation.ArmsAgree(blast);
    }

    [Fact]
    public void The_best_of_those_that_beat_the_first_is_chosen_by_actions_and_by_clicks_where_those_tell_nothing()
    {
        var blast = new Blast { Subject = "A word", Language = "en" };
        static ArmOutcome One(long linked, long clicked) => ArmOutcome.Nobody with { People = 1000, Linked = linked, Clicked = clicked };

        Assert.Equal(new(2, VersionMeasure.Acted), ChooseVersion.Of([One(20, 900), One(90, 100), One(120, 100)], blast));
        Assert.Equal(new(1, VersionMeasure.Clicked), ChooseVersion.Of([One(0, 100), One(0, 300)], blast));
        // One act, of whomever, does not make hundreds of clicks count for nothing.
        Assert.Equal(new(1, VersionMeasure.Clicked), ChooseVersion.Of([One(1, 100), One(0, 300)], blast));
        Assert.Equal(new(1, VersionMeasure.Clicked), ChooseVersion.Of([One(0, 100), One(1, 300)], blast));
        Assert.Equal(new(0, VersionMeasure.Acted), ChooseVersion.Of([One(200, 100), One(20, 900)], blast));
        Assert.Equal(new(2, VersionMeasure.Acted), ChooseVersion.Of([One(20, 100), One(25, 900), One(90, 100)], blast));
        Assert.Equal(new(0, VersionMeasure.Acted), ChooseVersion.Of([One(200, 0), One(20, 0)], blast));
        Assert.Equal(new(0, null), ChooseVersion.Of([One(20, 100), One(25, 110)], blast));
        Assert.Equal(new(0, null), ChooseVersion.Of([ArmOutcome.Nobody, ArmOutcome.Nobody], blast));
        blast.Stopped = 0b001;
        Assert.Equal(new(1, null), ChooseVersion.Of([One(200, 0), One(20, 0), One(25, 0)], blast));
    }

    /// <summary>Half of 300 readers have got one of two versions, the others wait two hours.</summary>
    private static Task<Blast> Begun(TestNation nation, FakeRelay relay) => VersionTrial.Begun(nation, relay, 300, versions: 2, b => b.TrialShare = 5000);

    private static async Task<(List<MailDelivery> First, List<MailDelivery> Others)> Parts(TestNation nation, Blast blast)
    {
        var deliveries = await nation.Deliveries(blast);
        var rest = deliveries.Where(d => d.IsRest).ToList();
        Assert.All(rest, d => Assert.Equal((DeliveryState.Waiting, MailDelivery.Undecided), (d.State, d.Version)));
        Assert.InRange(rest.Count, 115, 185);
        return (deliveries.Except(rest).ToList(), rest);
    }
}
