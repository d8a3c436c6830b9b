using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Duplicates;
using Preau.Jobs;
using Preau.Mail;
using Preau.Mail.Measuring;
using Preau.Mail.Measuring.Harm;
using Preau.Mail.Returns;
using Preau.People;

namespace Preau.Tests.Mail;

/// <summary>A version by which more people leave or complain is stopped by itself, wins nothing, and is compared with nothing after.</summary>
public sealed class VersionHarmTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_version_that_does_harm_is_stopped_by_itself_and_its_author_is_told()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var blast = await Leaving(nation, relay);
        var (_, author) = await nation.SignIn(Role.Owner);
        await nation.Db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.AuthorId, author), Ct);
        await Watch(nation);
        Assert.Equal(0, (await nation.Read(blast)).Stopped);
        await Got(nation, blast, 1, 60, (d, now) => d.ExecuteUpdateAsync(s => s.SetProperty(x => x.UnsubscribedAt, now), Ct));

        await Watch(nation);
        await Watch(nation);

        Assert.Equal(0b010, (await nation.Read(blast)).Stopped);
        var stopped = await nation.Db.StoppedVersions.AsNoTracking().SingleAsync(Ct);
        Assert.Equal((1, VersionMeasure.Unsubscribed, false, app.Clock.GetUtcNow().ToMicroseconds()), (stopped.Place, stopped.Measure, stopped.IsAsked, stopped.At));
        Assert.True(stopped.Low > 0);
        Assert.Equal("B", await nation.Db.AuditEntries.Where(a => a.Action == "blast.version_stopped").Select(a => a.Details).SingleAsync(Ct));
        await nation.ArmsAgree(blast);
        var report = await nation.Panel.Get($"/mail/{blast.Id}");
        report.Shows("Version B was stopped by itself on");
        report.Shows("more unsubscribed than with version");
        var results = await nation.Panel.Get($"/mail/{blast.Id}/results");
        results.Shows("It is compared with nothing any more");
        results.DoesNotShow("Stop version");

        await nation.RunJobs();
        var letter = Assert.Single(relay.Mails, m => m.Message.Subject == "Version B of “A word” was stopped").Message.TextBody;
        Assert.Contains("more unsubscribed than with version", letter, StringComparison.Ordinal);
        Assert.Contains($"/mail/{blast.Id}", letter, StringComparison.Ordinal);
        await nation.RunMail();
        Assert.DoesNotContain(relay.Mails, m => m.Message.Subject == "Version B");
    }

    [Fact]
    public async Task A_version_that_more_people_call_spam_is_stopped_though_nobody_unsubscribed()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var blast = await Leaving(nation, relay);
        await Got(nation, blast, 0, 60, (d, now) => d.ExecuteUpdateAsync(s => s.SetProperty(x => x.ComplainedAt, now), Ct));

        var results = await nation.Panel.Get($"/mail/{blast.Id}/results");
        results.Shows("more called it spam than with version");
        results.Shows("Stop version A");
        await Watch(nation);

        Assert.Equal((0b001, VersionMeasure.Complained), ((await nation.Read(blast)).Stopped, (await nation.Db.StoppedVersions.AsNoTracking().SingleAsync(Ct)).Measure));
        // The first of the others stands for the first.
        (await nation.Panel.Get($"/mail/{blast.Id}/results")).Shows("than with version B");
    }

    [Fact]
    public async Task Whoever_calls_it_spam_counts_in_the_group_that_the_lot_put_them_in()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var blast = await Leaving(nation, relay);
        await nation.RunMail();
        var people = (await nation.Deliveries(blast)).Where(d => d.Version == 2).Take(4).Select(d => d.PersonId).ToList();

        await nation.Services.GetRequiredService<RecordReturns>().Run([.. people.Take(3).Select(p => new MailReturn.Complaint(new(blast.Id, p))), new MailReturn.Complaint(new(blast.Id, people[0]))], Ct);

        Assert.Equal(3, (await nation.Db.BlastArms.AsNoTracking().SingleAsync(a => a.BlastId == blast.Id && a.Place == 2, Ct)).Complained);
        await nation.ArmsAgree(blast);
        Assert.IsType<Erasure.Done>(await nation.Services.GetRequiredService<ErasePerson>().Run(people[0], Ct));
        Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(people[3], people[1], new Dictionary<string, Side>(), null, Ct));
        await nation.ArmsAgree(blast);
        await nation.Db.BlastArms.Where(a => a.BlastId == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.Complained, 9), Ct);
        await nation.Services.GetRequiredService<IHandle<RecountArms>>().Run(new RecountArms(), Ct);
        await nation.ArmsAgree(blast);
    }

    [Fact]
    public void What_does_harm_wins_nothing_and_is_found_by_either_measure()
    {
        var blast = new Blast { Subject = "A word", Language = "en" };
        static ArmOutcome One(long linked, long left = 0, long complained = 0) => ArmOutcome.Nobody with { People = 1000, Linked = linked, Unsubscribed = left, Complained = complained };

        Assert.Equal(new VersionChoice(1, VersionMeasure.Acted), ChooseVersion.Of([One(20), One(120)], blast));
        Assert.Equal(new VersionChoice(0, null), ChooseVersion.Of([One(20), One(120, left: 100)], blast));
        Assert.Equal(new VersionChoice(1, null), ChooseVersion.Of([One(120, complained: 100), One(20)], blast));
        Assert.Equal(new VersionChoice(0, VersionMeasure.Acted), ChooseVersion.Of([One(120, complained: 100), One(20, left: 100)], blast));
        Assert.Equal((1, VersionMeasure.Complained), FindHarm.Of([One(0, complained: 50), One(0)], blast, 0) is { } harm ? (harm.Other, harm.By) : default);
        Assert.Null(FindHarm.Of([One(0, left: 3), One(0)], blast, 0));
        // A version that was stopped left to fewer, and earlier: it is compared with nothing.
        blast.Stopped = 0b010;
        Assert.Null(FindHarm.Of([One(0, left: 50), One(0)], blast, 0));
        Assert.Null(FindHarm.Of([One(0), One(0, left: 50)], blast, 1));
    }

    private static Task Watch(TestNation nation) => nation.Services.GetRequiredService<IHandle<WatchVersions>>().Run(new WatchVersions(), Ct);

    /// <summary>So many of a version have it by now, and did this.</summary>
    private async Task Got(TestNation nation, Blast blast, int version, int count, Func<IQueryable<MailDelivery>, DateTimeOffset, Task> act)
    {
        var people = (await nation.Deliveries(blast)).Where(d => d.Version == version).Take(count).Select(d => d.PersonId).ToArray();
        var theirs = nation.Db.MailDeliveries.Where(d => d.BlastId == blast.Id && people.Contains(d.PersonId));
        await theirs.ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Sent), Ct);
        await act(theirs, app.Clock.GetUtcNow());
        await nation.Db.BlastTotals.ExecuteUpdateAsync(s => s.SetProperty(t => t.Sent, t => t.Sent + count), Ct);
        await nation.CountArms(blast);
    }

    /// <summary>The audience of three versions stands, and nothing has left yet.</summary>
    private static async Task<Blast> Leaving(TestNation nation, FakeRelay relay)
    {
        await nation.ReadyToMail(relay);
        await nation.Readers(600);
        var blast = await nation.Seeds.Mail();
        await nation.Do((_, db) =>
        {
            db.AddRange(new BlastVersion { BlastId = blast.Id, Place = 1, Subject = "Version B", Body = "<p>Hello</p>" }, new BlastVersion { BlastId = blast.Id, Place = 2, Subject = "Version C", Body = "<p>Hello</p>" });
            return Task.CompletedTask;
        });
        return await nation.Frozen(blast);
    }
}
