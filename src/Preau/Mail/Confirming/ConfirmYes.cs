using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.Shared;

namespace Preau.Mail.Confirming;

/// <summary>The owner of the address says that it was they: what they ticked holds now, and nothing that was agreed to before they went.</summary>
public sealed class ConfirmYes(Database db, ConsentLedger ledger, LeftAddresses left, Suppressions suppressions, MailLinks links, TimeProvider clock)
{
    private static readonly TimeSpan Open = TimeSpan.FromDays(14);

    /// <summary>Null where the token was not made here, was answered, or is too old.</summary>
    public async Task<PendingYes?> Read(string token, CancellationToken ct)
    {
        if (await links.Find(ct) is not { } signer || signer.ReadYes(token) is not var (personId, askedAt)) return null;
        var id = await db.WhoIs(personId, ct);
        var since = clock.GetUtcNow() - Open;
        // An address that is theirs no longer speaks for them no longer; nor does the team for whom it put away since.
        return await db.PendingYeses.AsNoTracking().SingleOrDefaultAsync(y => y.PersonId == id && y.AskedAt > since && (y.Source != ConsentLedger.Letter || db.People.Any(p => p.Id == id && p.ArchivedAt == null)) && db.PersonEmails.Any(e => e.PersonId == id && e.EmailKey == y.AddressKey), ct) is { } yes && yes.AskedAt.ToUnixTimeMilliseconds() == askedAt ? yes : null;
    }

    public async Task<PendingYes?> Run(string token, CancellationToken ct)
    {
        if (await Read(token, ct) is not { } yes) return null;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.PendingYeses.Where(y => y.PersonId == yes.PersonId && y.AskedAt == yes.AskedAt).ExecuteDeleteAsync(ct) == 0) return yes;
        var person = await db.People.SingleAsync(p => p.Id == yes.PersonId, ct);
        var hadLeft = await ledger.LeftByThemselves(person.Id, Purpose.News, ct);
        if (person.ArchivedAt is not null)
        {
            await ledger.WithdrawAll(person.Id, yes.Source, ct);
            person.ArchivedAt = null;
            await db.SaveChangesAsync(ct);
        }

        foreach (var (purpose, text) in yes.Asked())
        {
            // News that only a file said yes to are theirs from now on (LeftAddresses).
            if (purpose == Purpose.News) await ledger.Give(person.Id, purpose, yes.Language, text, yes.Source, ct);
            else await ledger.Tick(person.Id, purpose, yes.Language, text, yes.Source, ct);
        }

        if (EmailAddress.TryParse(yes.Address, out var email)) await suppressions.CameBack(new PersonInput { Emails = [email] }, yes.Asked().Select(q => q.Purpose), ct);
        // Who left did so at all their addresses, and has come back at this one: nothing says that the others are read by the same.
        if (hadLeft && yes.Asked().Any(q => q.Purpose == Purpose.News))
        {
            foreach (var other in await db.PersonEmails.Where(e => e.PersonId == person.Id && e.EmailKey != yes.AddressKey).Select(e => e.EmailKey).ToListAsync(ct)) await left.Shut(person.Id, other, ct);
        }

        db.Trail.Record("pending_yes.confirmed", [person.Id]);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return yes;
    }
}
