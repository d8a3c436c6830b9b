using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.Shared;

namespace Preau.Mail;

/// <summary>Somebody wants no more mail: what they agreed to for it is withdrawn, in the ledger, at once. Done twice, it is done once.</summary>
public sealed class LeaveList(Database db, ConsentLedger ledger, MailLinks links, SettleUnknown settle, TimeProvider clock)
{
    private static readonly Purpose[] OfMail = [Purpose.News, Purpose.Targeted];

    // Pictures that are on their way tell of no opening any more, either.
    private static readonly Purpose[] Withdrawn = [.. OfMail, Purpose.Measure];

    /// <summary>Whom a token is for, and from which mail; a person of 0 looks at a test. Null when it was not made here.</summary>
    public async Task<(Blast Blast, long PersonId)?> Read(string token, CancellationToken ct) =>
        await links.Find(ct) is { } signer && signer.ReadLeave(token) is var (blastId, personId) && await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == blastId, ct) is { } blast ? (blast, await db.WhoIs(personId, ct)) : null;

    /// <summary>There is no mail that they agree to any more; nor is there for somebody who was erased.</summary>
    public async Task<bool> HasLeft(long personId, CancellationToken ct) => !await db.ConsentStates.AnyAsync(s => s.PersonId == personId && s.IsGiven && OfMail.Contains(s.Purpose), ct);

    /// <summary>By the link or the address that stands in the mail alone: whoever has that has the mail.</summary>
    public Task Run(Blast blast, long personId, CancellationToken ct) => Run(blast, personId, $"mail:{blast.Id}", isProof: true, ct);

    /// <summary>By another way.</summary>
    /// <param name="blast">The mail that it counts for.</param>
    /// <param name="personId">Who wants no more.</param>
    /// <param name="source">By which way they said so, as the ledger keeps it.</param>
    /// <param name="ct">Gives up.</param>
    public Task Run(Blast blast, long personId, string source, CancellationToken ct) => Run(blast, personId, source, isProof: false, ct);

    private async Task Run(Blast blast, long personId, string source, bool isProof, CancellationToken ct)
    {
        if (personId == 0 || !await db.People.AnyAsync(p => p.Id == personId, ct)) return;
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await Withdraw(blast, personId, source, ct);
        var arrived = isProof ? await settle.Arrived(blast.Id, blast.Month, [personId], ct) : null;
        if (await MarkLeft.Run(db, blast.Id, blast.Month, [personId], now, ct) > 0) db.Trail.Record("mail.unsubscribed", [personId], subjectId: blast.Id);
        if (arrived is not null) await settle.Count(blast.Id, [arrived], ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    public Task<bool> IsMeasured(long personId, CancellationToken ct) => ledger.Has(personId, Purpose.Measure, ct);

    /// <summary>They still want mail, and nobody to measure whether they open it: not of those that they have already, either.</summary>
    public async Task Unmeasure(Blast blast, long personId, CancellationToken ct)
    {
        if (!await IsMeasured(personId, ct)) return;
        await ledger.Withdraw(personId, Purpose.Measure, $"mail:{blast.Id}", ct);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>What they say who left by this mail. The last answer holds; nobody else's leaving is touched.</summary>
    public async Task Explain(Blast blast, long personId, LeaveReason reason, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var told = await db.MailDeliveries.Where(d => d.Month == blast.Month && d.BlastId == blast.Id && d.PersonId == personId && d.UnsubscribedAt != null && d.LeftBecause != reason).ExecuteUpdateAsync(s => s.SetProperty(d => d.LeftBecause, reason), ct);
        if (told == 1) db.Trail.Record("mail.left_because", [personId], subjectId: blast.Id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>The no of these, who name no mail.</summary>
    public async Task Run(IReadOnlyCollection<long> people, string source, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await Withdraw(people, source, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>The same in the transaction of a caller, who saves.</summary>
    public async Task Withdraw(IReadOnlyCollection<long> people, string source, CancellationToken ct)
    {
        foreach (var person in people) await Withdraw(person, source, ct);
    }

    /// <summary>The no of whoever read the mail, from this source. The caller saves.</summary>
    public async Task Withdraw(Blast blast, long personId, string source, CancellationToken ct)
    {
        foreach (var reader in (long[])[personId, .. await Sharing(blast, personId, ct)]) await Withdraw(reader, source, ct);
    }

    private async Task Withdraw(long personId, string source, CancellationToken ct)
    {
        var known = await db.ConsentStates.AsNoTracking().Where(s => s.PersonId == personId && Withdrawn.Contains(s.Purpose)).ToDictionaryAsync(s => s.Purpose, s => s.IsGiven, ct);
        // Where two records were made one, the no may be the other's alone: each says their own, or taking the merge back would give the yes again.
        var isMerged = await db.MayBeTwoAgain(personId, ct);
        // «news» is withdrawn even where it was never given: the ledger then says that they asked not to be written to.
        foreach (var purpose in Withdrawn.Where(p => p == Purpose.News || known.ContainsKey(p)))
        {
            var isSaid = known.TryGetValue(purpose, out var isGiven) && !isGiven && (await ledger.SaidNo([personId], purpose, ct)).Count > 0 && await ledger.LeftByThemselves(personId, purpose, ct, surely: true);
            if (!isSaid || (isMerged && purpose == Purpose.News)) await ledger.Withdraw(personId, purpose, source, ct);
        }
    }

    /// <summary>Whoever reads the same mailbox by another record: who left it wants no mail in it, whomever it is written to.</summary>
    private async Task<long[]> Sharing(Blast blast, long personId, CancellationToken ct)
    {
        var address = await db.MailDeliveries.Where(d => d.Month == blast.Month && d.BlastId == blast.Id && d.PersonId == personId).Select(d => d.Address).SingleOrDefaultAsync(ct);
        // Where it is forgotten at which address they got it, at any of theirs.
        var keys = EmailAddress.TryParse(address, out var email) ? [email.Key] : await db.PersonEmails.Where(e => e.PersonId == personId).Select(e => e.EmailKey).ToArrayAsync(ct);
        return await db.PersonEmails.Where(e => EF.Parameter(keys).Contains(e.EmailKey) && e.PersonId != personId).Select(e => e.PersonId).Distinct().ToArrayAsync(ct);
    }
}
