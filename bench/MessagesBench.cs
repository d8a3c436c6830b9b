using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Preau.Kills;
using Preau.Mail;
using Preau.Mail.Keeping;
using Preau.Mail.Measuring;
using Preau.Nations;

namespace Preau.Bench;

/// <summary>Who got what, after ten mails to everybody in ten months: the room that it takes, the screens that show it, and the deletion of what is old.</summary>
public sealed class MessagesBench : IBench
{
    private const int DefaultPeople = 1_000_000;
    private const int Mails = 10;
    private const int LinksAMail = 3;
    private const int RowsAtOnce = 100_000;
    private const double ScreenBar = 150;

    public string Name => "messages";
    public string About => "ten mails to people (default 1,000,000), a month apart: bytes a recipient, the 95th percentile of 40 times of the screens about them (bar: 150 ms), and the deletion of the oldest";

    public async Task Run(BenchOptions options, Action<Measure> report, CancellationToken ct)
    {
        var people = options.People ?? DefaultPeople;
        await using var store = await BenchStore.Make(options, "messages", ct, hasNation: false);
        var port = SmtpSink.FreePort();
        await using var program = ProgramProcess.Start("serve", store.Serving(port));
        using var visitor = new PanelVisitor(port);
        await visitor.OpenCampaign(program, "bench", ct);
        await using var services = store.Services();
        await using var scope = services.GetRequiredService<IServiceScopeFactory>().Enter((await services.GetRequiredService<NationDirectory>().All(ct)).Single());
        var db = scope.ServiceProvider.GetRequiredService<Database>();
        options.Say($"{people:N0} people");
        var first = await SendingCampaign.Readers(db, people, ct);
        var before = await Size(db, ct);
        Blast? last = null;
        for (var mail = 0; mail < Mails; mail++)
        {
            options.Say($"mail {mail + 1} of {Mails}");
            last = await Sent(store, db, mail, first, people, ct);
        }

        report(new Measure($"the store, for each of {(long)people * Mails:N0} recipients", (await Size(db, ct) - before) / (double)((long)people * Mails), "bytes"));
        var id = last!.Id.ToString(CultureInfo.InvariantCulture);
        var link = (await db.MailLinks.Where(l => l.BlastId == last.Id).Select(l => l.Id).FirstAsync(ct)).ToString(CultureInfo.InvariantCulture);
        await Counted(db, last, report, ct);
        var screens = new ScreenTimes(visitor, options, report);
        await screens.Time("mails", "/panel/mail", ScreenBar, ct);
        await screens.Time("mails beside each other", "/panel/mail/past", ScreenBar, ct);
        await screens.Time("the report of a mail", $"/panel/mail/{id}", ScreenBar, ct);
        await screens.Time("its versions and hold-out", $"/panel/mail/{id}/results", ScreenBar, ct);
        await screens.Time("its people", $"/panel/mail/{id}/deliveries", ScreenBar, ct);
        await screens.Time("its people, the fifth page", await screens.Later($"/panel/mail/{id}/deliveries", 4, ct), ScreenBar, ct);
        await screens.Time("its people, by the beginning of a name", $"/panel/mail/{id}/deliveries?q=n4711", ScreenBar, ct);
        await screens.Time("whom it was sent to, the fifth page", await screens.Later($"/panel/mail/{id}/deliveries?state=Sent", 4, ct), ScreenBar, ct);
        await screens.Time("who followed one of its links", $"/panel/mail/{id}/deliveries?link={link}", ScreenBar, ct);
        await screens.Time("whose mail came back", $"/panel/mail/{id}/deliveries?bounced=true", ScreenBar, ct);
        await screens.Time("the people of a version", $"/panel/mail/{id}/deliveries?version=1", ScreenBar, ct);
        await screens.Time("somebody who got them all", string.Create(CultureInfo.InvariantCulture, $"/panel/people/{first + people / 2}"), ScreenBar, ct);
        report(new Measure("peak memory of the program", program.PeakMemory / 1048576.0, "MB"));
        options.Say("forgetting the oldest");
        var (clock, full) = (new At(Begun(0).AddMonths(new KeepingSettings().Months + 1)), await Size(db, ct));
        var watch = Stopwatch.StartNew();
        await new ForgetDeliveries(db, scope.ServiceProvider.GetRequiredService<NationSettings>(), clock).Run(new ForgetOldDeliveries(), ct);
        await Partitions(store, new At(Begun(Mails)), ct);
        report(new Measure($"forgetting who got the oldest: {people:N0} recipients", people / watch.Elapsed.TotalSeconds, "recipients/s"));
        report(new Measure("what that gives back to the disk at once", (full - await Size(db, ct)) / 1048576.0, "MB"));
    }

    /// <summary>What a large audience did is counted by a job; its results show what was counted last.</summary>
    private static async Task Counted(Database db, Blast blast, Action<Measure> report, CancellationToken ct)
    {
        var began = TimeProvider.System.GetUtcNow();
        db.Enqueue(new CountOutcomes());
        await db.SaveChangesAsync(ct);
        while (!await db.BlastOutcomes.AnyAsync(o => o.BlastId == blast.Id, ct)) await Task.Delay(TimeSpan.FromMilliseconds(20), ct);
        report(new Measure("what its people did, counted by a job, which takes its turn first", (TimeProvider.System.GetUtcNow() - began).TotalMilliseconds, "ms"));
    }

    /// <summary>As if it had been sent in its month: that month's table first, then its rows.</summary>
    private static async Task<Blast> Sent(BenchStore store, Database db, int mail, long first, int people, CancellationToken ct)
    {
        var at = Begun(mail);
        await Partitions(store, new At(at), ct);
        var isLast = mail == Mails - 1;
        var blast = new Blast
        {
            Subject = $"Letter {mail + 1}", Body = "<p>Dear reader</p>", Language = "en", State = BlastState.Sent, Month = Months.Of(at), CreatedAt = at, ChangedAt = at, SendAt = at, FrozenAt = at, EndedAt = at.AddHours(1),
            HeldOutShare = isLast ? 500 : 0,
        };
        db.Add(blast);
        await db.SaveChangesAsync(ct);
        if (isLast) db.Add(new BlastVersion { BlastId = blast.Id, Place = 1, Subject = "Another letter", Body = blast.Body });
        var links = Enumerable.Range(0, LinksAMail).Select(n => new MailLink { BlastId = blast.Id, Url = $"https://ada.example/{mail}/{n}" }).ToList();
        db.AddRange(links);
        await db.SaveChangesAsync(ct);
        var total = new BlastTotal { BlastId = blast.Id, Audience = people };
        for (var from = 0; from < people; from += RowsAtOnce) await Rows(db, blast, links, total, first, from, Math.Min(people, from + RowsAtOnce), isLast, ct);
        if (isLast) await MoveArms.Recount(db, blast, ct);
        if (isLast) await Actions(db, at, first, people, ct);
        db.Add(total);
        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
        await db.Learn("mail_delivery, mail_click", ct);
        return blast;
    }

    /// <summary>Of a thousand: five refused, five skipped, eighty who click, two who leave, five that come back; of the last mail, fifty held out, and half in another version.</summary>
    private static async Task Rows(Database db, Blast blast, List<MailLink> links, BlastTotal total, long first, int from, int until, bool isLast, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (month, sent) = (blast.Month!.Value, blast.FrozenAt!.Value);
        var clicks = new List<(long Person, DateTimeOffset At)>();
        await using (var writer = await db.Bulk("mail_delivery", ["month", "blast_id", "person_id", "address", "version", "is_rest", "state", "attempts", "next_at", "at", "answer", "clicked_at", "unsubscribed_at", "bounced_at", "bounce", "bounce_answer", "is_measured"], ct))
        {
            for (var i = from; i < until; i++)
            {
                var lot = (i * 7919L + blast.Id * 104_729) % 1000;
                var state = isLast && lot < 50 ? DeliveryState.HeldOut : lot is >= 50 and < 55 ? DeliveryState.Refused : lot is >= 55 and < 60 ? DeliveryState.Skipped : DeliveryState.Sent;
                var (hasClicked, hasLeft, cameBack) = (lot is >= 60 and < 140, lot is 140 or 141, lot is >= 142 and < 147);
                var at = sent.AddMilliseconds(i * 2.0);
                var answer = state switch { DeliveryState.Refused => "550 5.1.1 No such user", DeliveryState.Skipped => "consent", DeliveryState.HeldOut => "held_out", _ => null };
                writer.Row(month, blast.Id, first + i, $"n{i}@example.org", isLast ? i % 2 : 0, false, EnumText<DeliveryState>.Of(state), 1, at, at, answer, hasClicked ? at.AddMinutes(30) : null, hasLeft ? at.AddMinutes(40) : null,
                    cameBack ? at.AddMinutes(1) : null, cameBack ? "soft" : null, cameBack ? "452 4.2.2 Mailbox full" : null, false);
                if (hasClicked) clicks.Add((first + i, at.AddMinutes(30)));
                total.Sent += state == DeliveryState.Sent ? 1 : 0;
                total.Refused += state == DeliveryState.Refused ? 1 : 0;
                total.Skipped += state == DeliveryState.Skipped ? 1 : 0;
                total.HeldOut += state == DeliveryState.HeldOut ? 1 : 0;
                total.Clicked += hasClicked ? 1 : 0;
                total.Unsubscribed += hasLeft ? 1 : 0;
                total.Bounced += cameBack ? 1 : 0;
            }

            await writer.Done(ct);
        }

        var id = db.Ids.Reserve("mail_click", Math.Max(1, clicks.Count));
        await using (var writer = await db.Bulk("mail_click", ["month", "id", "blast_id", "person_id", "mail_link_id", "at"], ct))
        {
            foreach (var (n, click) in clicks.Index()) writer.Row(month, id + n, blast.Id, click.Person, links[n % links.Count].Id, click.At);
            await writer.Done(ct);
        }

        await transaction.CommitAsync(ct);
    }

    /// <summary>What one in a hundred did in the days after the last mail, each on one of ten pages, and before it on another.</summary>
    private static async Task Actions(Database db, DateTimeOffset sent, long first, int people, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (who, id) = (Enumerable.Range(0, people / 100).Select(n => n * 100L).ToList(), db.Ids.Reserve("action_taken", Math.Max(1, people / 50)));
        await using (var writer = await db.Bulk("action_taken", ["id", "person_id", "page_group_id", "page_title", "kind", "name_typed", "is_name_public", "at"], ct))
        {
            foreach (var (n, i) in who.Index())
            {
                writer.Row(id + (2 * n), first + i, n % 10, "The bridge", "signature", "", false, sent.AddMinutes(60 + (n % 5000)));
                writer.Row(id + (2 * n) + 1, first + i, 10 + (n % 10), "The river", "sign_up", "", false, sent.AddDays(-30).AddMinutes(n % 5000));
            }

            await writer.Done(ct);
        }

        await transaction.CommitAsync(ct);
        await db.Learn("action_taken", ct);
    }

    private static DateTimeOffset Begun(int mail)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new DateTimeOffset(now.Year, now.Month, 1, 9, 0, 0, TimeSpan.Zero).AddMonths(mail - Mails + 1);
    }

    private static Task Partitions(BenchStore store, TimeProvider clock, CancellationToken ct) =>
        new MakeMonthPartitionsHandler(store.Store, clock, NullLogger<MakeMonthPartitionsHandler>.Instance).Run(new MakeMonthPartitions(), ct);

    private static Task<long> Size(Database db, CancellationToken ct) => db.Database.SqlQueryRaw<long>(db.Dialect == Dialect.Postgres
        ? "select pg_database_size(current_database()) as \"Value\"" : "select page_count * page_size as \"Value\" from pragma_page_count(), pragma_page_size()").SingleAsync(ct);

    private sealed class At(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
