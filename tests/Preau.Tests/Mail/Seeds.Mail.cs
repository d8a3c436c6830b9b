using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Law;
using Preau.Mail;
using Preau.Mail.Measuring;
using Preau.Nations;
using Preau.People;
using Preau.Settings;
using Preau.Tests.Mail;

namespace Preau.Tests;

public sealed partial class Seeds
{
    /// <summary>Somebody with an address who agreed to these.</summary>
    public async Task<Person> Reader(string email, string firstName = "Camille", Purpose[]? consents = null, Action<Person>? with = null)
    {
        var person = await Person(p =>
        {
            p.FirstName = firstName;
            with?.Invoke(p);
        }, email);
        var ledger = new ConsentLedger(db, clock);
        foreach (var purpose in consents ?? [Purpose.News]) await ledger.Give(person.Id, purpose, "fr", $"Yes to {purpose}", "page:1", CancellationToken.None);
        await db.SaveChangesAsync();
        return person;
    }
}

public static class MailSeeds
{
    /// <summary>All that a mail needs: relay, sender, who is responsible.</summary>
    public static async Task ReadyToMail(this TestNation nation, FakeRelay? relay = null, bool isSigned = false, Action<MailSettings>? with = null)
    {
        await nation.ReadyToPublish();
        var services = nation.Services;
        var mail = new MailSettings { RelayHost = "127.0.0.1", RelayPort = relay?.Port ?? 9, Security = RelaySecurity.None, SenderName = "Ada", SenderAddress = "news@ada.example", ReplyTo = "team@ada.example" };
        if (isSigned) services.GetRequiredService<MakeDkimKey>().Run(mail);
        with?.Invoke(mail);
        await services.GetRequiredService<NationSettings>().Set(mail, CancellationToken.None);
        await services.GetRequiredService<Database>().SaveChangesAsync();
    }

    /// <summary>Schedules a blast as its screen does.</summary>
    public static async Task<Scheduling> Schedule(this TestNation nation, Blast blast, DateTimeOffset? at = null, long? confirmed = null)
    {
        var services = nation.Services;
        return await services.GetRequiredService<ScheduleBlast>().Run(await services.GetRequiredService<Database>().Blasts.SingleAsync(b => b.Id == blast.Id), at, confirmed, CancellationToken.None);
    }

    /// <summary>Lets the seconds pass in which a blast can be taken back, freezes its audience, and sends what is due.</summary>
    public static async Task<long> SendNow(this TestNation nation, Blast blast)
    {
        if (await nation.Schedule(blast) is Scheduling.Refused refused) throw new Xunit.Sdk.XunitException(string.Join('\n', refused.Reasons.Select(r => r.Text)));
        nation.App.Clock.Advance(ScheduleBlast.Undo);
        await nation.RunJobs();
        return await nation.RunMail();
    }

    /// <summary>Its hour has come and its audience stands; nothing has left yet.</summary>
    public static async Task<Blast> Frozen(this TestNation nation, Blast blast, long? confirmed = null)
    {
        Assert.IsType<Scheduling.Scheduled>(await nation.Schedule(blast, confirmed: confirmed));
        nation.App.Clock.Advance(ScheduleBlast.Undo);
        await nation.RunJobs();
        return await nation.Read(blast);
    }

    /// <summary>Changes what is stored, and saves.</summary>
    public static async Task Do(this TestNation nation, Func<IServiceProvider, Database, Task> change)
    {
        var services = nation.Services;
        var db = services.GetRequiredService<Database>();
        await change(services, db);
        await db.SaveChangesAsync();
    }

    /// <summary>Sets what the law asks about the campaign.</summary>
    public static Task Campaign(this TestNation nation, Action<CampaignSettings> with) => nation.Do((services, _) =>
    {
        var campaign = new CampaignSettings();
        with(campaign);
        return services.GetRequiredService<NationSettings>().Set(campaign, CancellationToken.None);
    });

    public static async Task<IReadOnlyList<BlastProblem>> Resume(this TestNation nation, Blast blast)
    {
        var services = nation.Services;
        return await services.GetRequiredService<ResumeBlast>().Run(await services.GetRequiredService<Database>().Blasts.SingleAsync(b => b.Id == blast.Id), CancellationToken.None);
    }

    public static async Task<bool> Pause(this TestNation nation, Blast blast)
    {
        var services = nation.Services;
        return await services.GetRequiredService<PauseBlast>().Run(await services.GetRequiredService<Database>().Blasts.SingleAsync(b => b.Id == blast.Id), null, CancellationToken.None);
    }

    public static async Task<bool> Cancel(this TestNation nation, Blast blast)
    {
        var services = nation.Services;
        return await services.GetRequiredService<CancelBlast>().Run(await services.GetRequiredService<Database>().Blasts.SingleAsync(b => b.Id == blast.Id), CancellationToken.None);
    }

    /// <summary>Changes how mail leaves.</summary>
    public static async Task Relay(this TestNation nation, Action<MailSettings> change)
    {
        var services = nation.Services;
        var settings = services.GetRequiredService<NationSettings>();
        var mail = await settings.Get<MailSettings>(CancellationToken.None);
        change(mail);
        await settings.Set(mail, CancellationToken.None);
        await services.GetRequiredService<Database>().SaveChangesAsync();
    }

    public static Task<long> RunMail(this TestNation nation) => nation.App.Services.GetRequiredService<MailRunner>().SendDue(CancellationToken.None);

    /// <summary>What was heard of clicks is written, as a second later.</summary>
    public static Task RunClicks(this TestNation nation) => nation.App.Services.GetRequiredService<ClickBook>().Write(isAll: true, CancellationToken.None);

    public static Task<Blast> Read(this TestNation nation, Blast blast) => nation.Db.Blasts.AsNoTracking().SingleAsync(b => b.Id == blast.Id);

    public static Task<BlastTotal> Total(this TestNation nation, Blast blast) => nation.Db.BlastTotals.AsNoTracking().SingleAsync(t => t.BlastId == blast.Id);

    /// <summary>Its groups, of deliveries that a test wrote itself.</summary>
    public static async Task CountArms(this TestNation nation, Blast blast)
    {
        var db = nation.Db;
        await db.BlastArms.Where(a => a.BlastId == blast.Id).ExecuteDeleteAsync();
        await MoveArms.Recount(db, blast, CancellationToken.None);
    }

    /// <summary>What is kept of its groups is what its deliveries say, group by group.</summary>
    public static async Task ArmsAgree(this TestNation nation, Blast blast)
    {
        var arms = await nation.Db.BlastArms.AsNoTracking().Where(a => a.BlastId == blast.Id && (a.People != 0 || a.Clicked != 0 || a.Unsubscribed != 0 || a.Complained != 0)).OrderBy(a => a.Place).ToListAsync();
        var counted = (await nation.Deliveries(blast)).GroupBy(d => BlastArm.Of(d.State, d.IsRest, d.Version, d.Wave)).OrderBy(g => g.Key);
        Assert.NotEmpty(arms);
        Assert.Equal(counted.Select(g => (g.Key, g.LongCount(), g.LongCount(d => d.ClickedAt != null), g.LongCount(d => d.UnsubscribedAt != null), g.LongCount(d => d.ComplainedAt != null))), arms.Select(a => (a.Place, a.People, a.Clicked, a.Unsubscribed, a.Complained)));
    }

    public static Task<List<MailDelivery>> Deliveries(this TestNation nation, Blast blast) => nation.Db.MailDeliveries.AsNoTracking().Where(d => d.BlastId == blast.Id).OrderBy(d => d.PersonId).ToListAsync();

    /// <summary>Many who agreed to news, past the change tracker.</summary>
    public static async Task Readers(this TestNation nation, int count)
    {
        var db = nation.Db;
        var now = nation.App.Clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var id = db.Ids.Reserve("person", count);
        var email = db.Ids.Reserve("person_email", count);
        await using (var writer = await db.Bulk("person", ["id", "first_name", "last_name", "name_key", "given_key", "source", "is_roll_only", "created_at", "changed_at"], CancellationToken.None))
        {
            for (var i = 0; i < count; i++) writer.Row(id + i, "Many", $"N{i}", $"n{i} many", $"many n{i}", "panel", false, now, now);
            await writer.Done(CancellationToken.None);
        }

        await using (var writer = await db.Bulk("person_email", ["id", "person_id", "address", "email_key", "position", "is_bad"], CancellationToken.None))
        {
            for (var i = 0; i < count; i++) writer.Row(email + i, id + i, $"n{i}@example.org", $"n{i}@example.org", 0, false);
            await writer.Done(CancellationToken.None);
        }

        await using (var writer = await db.Bulk("consent_state", ["person_id", "purpose", "is_given", "at"], CancellationToken.None))
        {
            for (var i = 0; i < count; i++) writer.Row(id + i, "news", true, now);
            await writer.Done(CancellationToken.None);
        }

        await transaction.CommitAsync();
        // As autovacuum does within a minute of a large load.
        await db.Learn("person, person_email, consent_state", CancellationToken.None);
    }
}
