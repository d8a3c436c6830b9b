using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Actions;
using Preau.Donations;
using Preau.Imports;
using Preau.Law;
using Preau.Mail;
using Preau.People;
using Preau.People.Bulk;
using Preau.Tests.Imports;

namespace Preau.Tests.Dashboard;

/// <summary>What may happen to the people of a nation, in an order drawn by lot.</summary>
public sealed class History(TestNation nation, int seed)
{
    private readonly Random random = new(seed);
    private int files;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DateTimeOffset Sometime => nation.App.Clock.GetUtcNow().AddMinutes(-random.Next(60 * 24 * 20));

    public Task Step() => random.Next(14) switch
    {
        0 or 1 or 2 => nation.Seeds.Person(p => (p.CreatedAt, p.Source, p.IsRollOnly) = (Sometime, random.Next(2) == 0 ? "page:1" : "panel", random.Next(5) == 0), email: $"h{random.Next()}@example.org"),
        3 => Archive(),
        4 => With(async (db, person) => { person.Restore(); await db.SaveChangesAsync(Ct); }),
        5 => With(async (db, person) => { (person.CreatedAt, person.IsRollOnly) = (Sometime, !person.IsRollOnly); await db.SaveChangesAsync(Ct); }),
        6 => With((_, person) => nation.Services.GetRequiredService<ErasePerson>().Run(person.Id, Ct)),
        7 => With(Act),
        8 => With(Give),
        9 => ChangeGift(),
        10 => With((_, person) => Consent(person.Id)),
        11 => With((_, person) => Deliver(nation, person.Id)),
        12 => Import(),
        _ => Undo(),
    };

    /// <summary>A mail that left, as the sender writes it down.</summary>
    public static async Task Deliver(TestNation nation, long personId)
    {
        var db = nation.Db;
        var now = nation.App.Clock.GetUtcNow();
        var blast = new Blast { Subject = "News", Language = "en", State = BlastState.Sent, CreatedAt = now, ChangedAt = now, FrozenAt = now, Month = Months.Of(now) };
        db.Add(blast);
        db.Add(new BlastTotal { BlastId = blast.Id, Audience = 1, Sent = 1 });
        db.Add(new MailDelivery { Month = Months.Of(now), BlastId = blast.Id, PersonId = personId, Address = "someone@example.org", State = DeliveryState.Sent, At = now, NextAt = now });
        db.Trail.Record("mail.sent", [personId]);
        await db.SaveChangesAsync(Ct);
    }

    private async Task With(Func<Database, Person, Task> act)
    {
        var db = nation.Db;
        var ids = await db.People.OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(Ct);
        if (ids.Count == 0) return;
        var id = ids[random.Next(ids.Count)];
        await act(db, await db.People.SingleAsync(p => p.Id == id, Ct));
    }

    private async Task Archive()
    {
        var ids = await nation.Db.People.Where(p => p.ArchivedAt == null).OrderBy(p => p.Id).Select(p => p.Id).ToArrayAsync(Ct);
        if (ids.Length == 0) return;
        var acts = nation.Services.GetRequiredService<BulkActs>();
        var act = await acts.OfTicked([.. ids.OrderBy(_ => random.Next()).Take(2)], Ct);
        await acts.Choose(act, BulkKind.Archive, new(null, null, null, null), Ct);
        await acts.Start(act.Id, Ct);
    }

    private async Task Act(Database db, Person person)
    {
        var (kind, page) = (random.Next(2) == 0 ? ActionKind.SignUp : ActionKind.Signature, (long)random.Next(1, 3));
        if (await db.ActionsTaken.AnyAsync(a => a.PersonId == person.Id && a.PageGroupId == page && a.Kind == kind, Ct)) return;
        db.Add(new ActionTaken { PersonId = person.Id, PageGroupId = page, PageTitle = "A page", Kind = kind, At = Sometime });
        await db.SaveChangesAsync(Ct);
    }

    private async Task Give(Database db, Person person)
    {
        db.Add(new Gift { PersonId = person.Id, AmountCents = random.Next(1, 100) * 100, Currency = "EUR", Method = PaymentMethod.Card, GivenAt = Sometime, Language = "en", Source = "panel", Status = random.Next(2) == 0 ? GiftStatus.Pending : GiftStatus.Received });
        await db.SaveChangesAsync(Ct);
    }

    private async Task ChangeGift()
    {
        var db = nation.Db;
        if (await db.Gifts.OrderBy(g => g.Id).ToListAsync(Ct) is not { Count: > 0 } gifts) return;
        var gift = gifts[random.Next(gifts.Count)];
        if (random.Next(2) == 0 && gift.RefundedCents < gift.AmountCents) gift.GiveBack(Math.Min(100, gift.AmountCents - gift.RefundedCents));
        else gift.Status = gift.Status == GiftStatus.Received ? GiftStatus.Disputed : GiftStatus.Received;
        await db.SaveChangesAsync(Ct);
    }

    private async Task Consent(long personId)
    {
        var services = nation.Services;
        var ledger = services.GetRequiredService<ConsentLedger>();
        if (await ledger.Has(personId, Purpose.News, Ct)) await ledger.WithdrawAll(personId, "panel", Ct);
        else await ledger.Give(personId, Purpose.News, "en", "Yes.", "page:1", Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
    }

    private async Task Import()
    {
        var rows = Enumerable.Range(0, 5).Select(i => $"Ada{i},Exemple{random.Next(40)},f{files}-{i}@example.org");
        var columns = await (await nation.Panel.Upload("/imports/new", "File", $"f{files++}.csv", System.Text.Encoding.UTF8.GetBytes("first_name,last_name,email\n" + string.Join('\n', rows)))).Follow();
        var trial = await (await nation.Panel.Submit(columns.Path, ImportDoor.Answers)).Follow();
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();
    }

    private async Task Undo()
    {
        var db = nation.Db;
        if (await db.Imports.Where(i => i.State == ImportState.Done).OrderBy(i => i.Id).FirstOrDefaultAsync(Ct) is not { } import) return;
        import.State = ImportState.Undoing;
        await db.SaveChangesAsync(Ct);
        await nation.Services.GetRequiredService<RunUndo>().Run(import.Id, null, Ct);
    }
}
