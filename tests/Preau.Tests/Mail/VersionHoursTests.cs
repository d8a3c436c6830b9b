using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Actions;
using Preau.Jobs;
using Preau.Mail;
using Preau.Mail.Measuring;
using Preau.Mail.Measuring.Harm;

namespace Preau.Tests.Mail;

/// <summary>Versions that leave at different hours are compared at the same age, or not at all.</summary>
public sealed class VersionHoursTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_a_version_has_not_left_nothing_is_said_of_another_and_none_is_stopped()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Readers(300);
        var blast = await nation.Seeds.Mail();
        await Later(nation, blast, 120);
        await nation.SendNow(blast);
        blast = await nation.Read(blast);
        var (now, left) = (app.Clock.GetUtcNow(), (await nation.Deliveries(blast)).Where(d => d.Version == 0).Take(60).Select(d => d.PersonId).ToArray());
        await nation.Db.MailDeliveries.Where(d => left.Contains(d.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(d => d.ClickedAt, now).SetProperty(d => d.UnsubscribedAt, now), Ct);
        await nation.CountArms(blast);

        var results = await nation.Panel.Get($"/mail/{blast.Id}/results");
        results.Shows("Version B has not left yet.");
        results.DoesNotShow("Out of 1,000 people");
        results.DoesNotShow("Stop version A");
        Assert.Null(await nation.Services.GetRequiredService<StopVersion>().Run(blast, 0, Ct));
        await nation.Services.GetRequiredService<IHandle<WatchVersions>>().Run(new WatchVersions(), Ct);
        Assert.Equal(0, (await nation.Read(blast)).Stopped);

        app.Clock.Advance(TimeSpan.FromHours(3));
        results = await nation.Panel.Get($"/mail/{blast.Id}/results");
        results.Shows("are compared once all have left");
        results.DoesNotShow("has not left yet");
        await nation.RunMail();
        app.Clock.Advance(TimeSpan.FromHours(4));
        results = await nation.Panel.Get($"/mail/{blast.Id}/results");
        results.Shows("The versions left at different hours: of each person counts what they did in the same time after theirs left, 4 hours.");
        results.Shows("Out of 1,000 people");
    }

    [Fact]
    public async Task People_who_did_the_same_at_the_same_age_are_counted_alike_whenever_theirs_left()
    {
        await using var nation = await app.NewNation();
        var blast = await nation.Seeds.SentMail([.. Enumerable.Repeat((DeliveryState.Sent, false, false), 80)]);
        await Later(nation, blast, 2880);
        var (db, began) = (nation.Db, app.Clock.GetUtcNow());
        var people = (await nation.Deliveries(blast)).ConvertAll(d => d.PersonId);
        foreach (var (version, readers) in people.Chunk(40).Index())
        {
            var left = began.AddHours(48 * version);
            await db.MailDeliveries.Where(d => readers.Contains(d.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(d => d.Version, version).SetProperty(d => d.At, left), Ct);
            async Task Do(long[] who, int hours)
            {
                var at = left.AddHours(hours);
                await db.MailDeliveries.Where(d => who.Contains(d.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(d => d.ClickedAt, at).SetProperty(d => d.UnsubscribedAt, at).SetProperty(d => d.ComplainedAt, at), Ct);
                foreach (var person in who) db.Add(new ActionTaken { PersonId = person, PageGroupId = 1, PageTitle = "The bridge", Kind = ActionKind.Signature, At = at.AddMinutes(1) });
            }

            await Do(readers[..5], 1);
            await Do(readers[5..25], 30);
        }

        await db.SaveChangesAsync(Ct);
        await db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.EndedAt, began.AddHours(48)), Ct);
        await nation.CountArms(blast);

        app.Clock.Advance(TimeSpan.FromHours(72));
        await Each(5, TimeSpan.FromHours(24));
        (await nation.Panel.Get($"/mail/{blast.Id}/results")).Shows("in the same time after theirs left, 1 day.");
        app.Clock.Advance(TimeSpan.FromDays(9));
        await Each(25, ReadOutcomes.Window);

        async Task Each(int did, TimeSpan age)
        {
            var found = (await nation.Services.GetRequiredService<ReadOutcomes>().Run(await nation.Read(blast), Ct))!;
            Assert.Equal((age, true), (found.Age, found.AreAlike));
            Assert.All(found.Versions, v => Assert.Equal((40L, (long)did, (long)did, (long)did, (long)did), (v.People, v.Clicked, v.Linked, v.Unsubscribed, v.Complained)));
        }
    }

    [Fact]
    public async Task Versions_of_which_one_never_left_are_not_compared()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Readers(60);
        var blast = await nation.Seeds.Mail();
        await Later(nation, blast, 120);
        await nation.SendNow(blast);

        Assert.True(await nation.Cancel(blast));
        app.Clock.Advance(TimeSpan.FromHours(5));

        var results = await nation.Panel.Get($"/mail/{blast.Id}/results");
        results.Shows("they are not compared");
        results.DoesNotShow("Out of 1,000 people");
    }

    private static Task Later(TestNation nation, Blast blast, int minutes) => nation.Do((_, db) =>
    {
        db.Add(new BlastVersion { BlastId = blast.Id, Place = 1, Subject = "Version B", Body = "<p>Hello</p>", DelayMinutes = minutes });
        return Task.CompletedTask;
    });
}
