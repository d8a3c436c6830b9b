using Microsoft.EntityFrameworkCore;
using Preau.Mail.Measuring;
using Preau.Mail.Pacing;
using Preau.People;
using Preau.Shared;

namespace Preau.Mail.Returns;

/// <summary>
/// Writes down what came back of a mail, whoever told it: once, however often it is told. An address where nobody is, or that was full too often, is bad; who complained is
/// never written to again. What only says something of us changes nothing for the person; what is not sure to be about their address shuts none.
/// </summary>
public sealed class RecordReturns(Database db, MailLinks links, ShutAddresses shut, LeaveList leave, Suppressions suppressions, CountDays days, SettleUnknown settle, WatchReturns watch, TimeProvider clock)
{
    /// <summary>So often within so many days, and it counts as bad.</summary>
    public const int MostSoft = 5;
    public static readonly TimeSpan SoftWithin = TimeSpan.FromDays(14);

    /// <returns>False where something is quicker than what we write down, and is to be told again: that a provider took a mail which is in hand still, and whose end may yet be that nobody knows.</returns>
    public async Task<bool> Run(IReadOnlyCollection<MailReturn> returns, CancellationToken ct)
    {
        var touched = new HashSet<long>();
        var isHeard = true;
        foreach (var read in returns)
        {
            db.ChangeTracker.Clear();
            switch (read)
            {
                case MailReturn.Bounce bounce: await Record(bounce, touched, ct); break;
                case MailReturn.NobodyThere letter: await Record(letter, ct); break;
                case MailReturn.Unwanted letter: await Record(letter, ct); break;
                case MailReturn.Complaint complaint: await Record(complaint, touched, ct); break;
                case MailReturn.Taken taken: isHeard &= await Record(taken, ct); break;
                case MailReturn.Leave leaving when await Who(leaving.Mail, ct) is var (blast, personId): await leave.Run(blast, personId, ct); break;
            }
        }

        foreach (var blastId in touched) await watch.Run(blastId, ct);
        return isHeard;
    }

    private async Task Record(MailReturn.Bounce bounce, HashSet<long> touched, CancellationToken ct)
    {
        if (await Find(bounce.Mail, ct) is not var (blast, personId, isSure)) return;
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var rows = Rows(blast, personId);
        var (address, sentAt) = await Of(rows, ct);
        var isOfAnother = bounce.For.Count > 0 && !bounce.For.Contains(EmailAddress.KeyOf(address), StringComparer.Ordinal);
        var kind = bounce.Kind == BounceKind.Hard && isOfAnother ? BounceKind.Soft : bounce.Kind;
        var isHard = kind == BounceKind.Hard;
        var first = await rows.Where(d => d.BouncedAt == null).ExecuteUpdateAsync(s => s.SetProperty(d => d.BouncedAt, now).SetProperty(d => d.Bounce, kind).SetProperty(d => d.BounceAnswer, bounce.Answer), ct);
        // Told again: only what weighs more is news.
        var worse = first == 0 && isHard ? await rows.Where(d => d.Bounce != BounceKind.Hard).ExecuteUpdateAsync(s => s.SetProperty(d => d.Bounce, kind).SetProperty(d => d.BounceAnswer, bounce.Answer), ct) : 0;
        if (first + worse == 0) return;
        var hard = isHard ? 1 : 0;
        await db.BlastTotals.Where(t => t.BlastId == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(t => t.Bounced, t => t.Bounced + first).SetProperty(t => t.BouncedHard, t => t.BouncedHard + hard), ct);
        await settle.Sent(blast.Id, blast.Month, [personId], ct);
        if (first > 0) await days.Returned(sentAt, address, kind, ct);
        var isBad = isSure && !isOfAnother && (isHard || (kind == BounceKind.Soft && await IsTooOften(personId, address, now, ct)));
        var theirs = isBad ? await shut.Run([address], ct) : [];
        db.Trail.Record("mail.bounced", [.. theirs.Append(personId).Distinct()], subjectId: blast.Id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        touched.Add(blast.Id);
    }

    /// <summary>Nothing is written down of the letter itself. The address that it went to is bad, where this person has it still and the report does not say that it was passed on to another one.</summary>
    private async Task Record(MailReturn.NobodyThere letter, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await Marked(letter.PersonId, letter.Mark, ct) is not var (_, key, isBad) || isBad || (letter.For.Count > 0 && !letter.For.Contains(key, StringComparer.Ordinal))) return;
        db.Trail.Record("mail.bounced", await shut.Run([key], ct));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Whoever reads there wants nothing more, by whatever record.</summary>
    private async Task Record(MailReturn.Unwanted letter, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await Marked(letter.PersonId, letter.Mark, ct) is not var (personId, key, _) || await suppressions.WhyShut(SuppressedChannel.Mail, key, ct) == Suppressions.Complained) return;
        await leave.Withdraw(await db.PersonEmails.Where(e => e.EmailKey == key).Select(e => e.PersonId).Distinct().ToListAsync(ct), "complaint", ct);
        await suppressions.Add(SuppressedChannel.Mail, key, Suppressions.Complained, ct);
        db.Trail.Record("mail.complained", [personId]);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>The address that a letter went to, where its person, or whoever they were made one with, has it still.</summary>
    private async Task<(long PersonId, string Key, bool IsBad)?> Marked(long to, long mark, CancellationToken ct)
    {
        if (await links.Find(ct) is not { } signer) return null;
        var personId = await db.WhoIs(to, ct);
        foreach (var email in await db.PersonEmails.Where(e => e.PersonId == personId).OrderBy(e => e.Id).Select(e => new { e.EmailKey, e.IsBad }).ToListAsync(ct))
        {
            if (signer.MarkOf(to, email.EmailKey) == mark) return (personId, email.EmailKey, email.IsBad);
        }

        return null;
    }

    private async Task<bool> Record(MailReturn.Taken taken, CancellationToken ct)
    {
        // Of most mails it is known, and providers tell of each.
        if (!await db.BlastTotals.AnyAsync(t => t.BlastId == taken.Mail.BlastId && (t.Unknown > 0 || db.Blasts.Any(b => b.Id == t.BlastId && b.EndedAt == null)), ct) || await Find(taken.Mail, ct) is not var (blast, personId, _)) return true;
        if (await Rows(blast, personId).AnyAsync(d => d.State == DeliveryState.Leased, ct)) return false;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await settle.Sent(blast.Id, blast.Month, [personId], ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private async Task Record(MailReturn.Complaint complaint, HashSet<long> touched, CancellationToken ct)
    {
        if (await Find(complaint.Mail, ct) is not var (blast, personId, isSure))
        {
            // Who got it may be forgotten: that they do not want it is heard all the same.
            if (await Who(complaint.Mail, ct) is not var (old, reader)) return;
            await using var heard = await db.Database.BeginTransactionAsync(ct);
            await leave.Withdraw(old, reader, $"complaint:{old.Id}", ct);
            await db.SaveChangesAsync(ct);
            await heard.CommitAsync(ct);
            return;
        }

        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await Rows(blast, personId).AnyAsync(d => d.ComplainedAt == null, ct)) return;
        // Consent first, as where somebody leaves.
        await leave.Withdraw(blast, personId, $"complaint:{blast.Id}", ct);
        if (await Rows(blast, personId).Where(d => d.ComplainedAt == null).ExecuteUpdateAsync(s => s.SetProperty(d => d.ComplainedAt, now), ct) == 0) return;
        var lot = await Rows(blast, personId).Select(d => new { d.State, d.IsRest, d.Version, d.Wave }).SingleAsync(ct);
        await MoveArms.Add(db, blast.Id, BlastArm.Of(lot.State, lot.IsRest, lot.Version, lot.Wave), 0, 0, 0, 1, ct);
        await db.BlastTotals.Where(t => t.BlastId == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(t => t.Complained, t => t.Complained + 1), ct);
        await settle.Sent(blast.Id, blast.Month, [personId], ct);
        var (address, sentAt) = await Of(Rows(blast, personId), ct);
        await days.Complained(sentAt, address, ct);
        if (isSure && EmailAddress.KeyOf(address) is { } key) await suppressions.Add(SuppressedChannel.Mail, key, Suppressions.Complained, ct);
        db.Trail.Record("mail.complained", [personId], subjectId: blast.Id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        touched.Add(blast.Id);
    }

    private async Task<bool> IsTooOften(long personId, string address, DateTimeOffset now, CancellationToken ct)
    {
        var since = now - SoftWithin;
        return await db.MailDeliveries.CountAsync(d => d.PersonId == personId && d.Address == address && d.Bounce == BounceKind.Soft && d.BouncedAt > since, ct) >= MostSoft;
    }

    /// <summary>
    /// Null when the mail is gone, or the person was erased: there is nobody to write it down for. Of whoever was merged since, the row may be that of the other mail,
    /// which went to another address: what came back says nothing of that one. Nor is any address shut for what anybody who saw an answer could have made up.
    /// </summary>
    private async Task<(Blast Blast, long PersonId, bool IsSure)?> Find(ReturnedMail mail, CancellationToken ct)
    {
        if (await Who(mail, ct) is not var (blast, personId)) return null;
        return await Rows(blast, personId).AnyAsync(ct) ? (blast, personId, personId == mail.PersonId && !mail.IsOpen) : null;
    }

    /// <summary>Whom it went to, who is there still.</summary>
    private async Task<(Blast Blast, long PersonId)?> Who(ReturnedMail mail, CancellationToken ct)
    {
        if (mail.PersonId == 0 || await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == mail.BlastId, ct) is not { } blast) return null;
        var personId = await db.WhoIs(mail.PersonId, ct);
        return await db.People.AnyAsync(p => p.Id == personId, ct) ? (blast, personId) : null;
    }

    private static async Task<(string Address, DateTimeOffset SentAt)> Of(IQueryable<MailDelivery> delivery, CancellationToken ct)
    {
        var found = await delivery.Select(d => new { d.Address, d.At }).SingleAsync(ct);
        return (found.Address, found.At);
    }

    private IQueryable<MailDelivery> Rows(Blast blast, long personId) => db.MailDeliveries.Where(d => d.Month == blast.Month && d.BlastId == blast.Id && d.PersonId == personId);
}
