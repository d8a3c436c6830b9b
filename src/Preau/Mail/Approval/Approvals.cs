using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Nations;

namespace Preau.Mail.Approval;

/// <summary>Which messages need a second person, and who has asked for one.</summary>
public sealed class Approvals(Database db, NationSettings settings, Audience audience, ContentMark mark, CurrentAccount me, TimeProvider clock)
{
    /// <summary>A role that may approve.</summary>
    public static readonly IReadOnlyList<Role> Approvers = [.. Enum.GetValues<Role>().Where(r => Roles.Of(r).Contains(Permission.ApproveMail))];

    public async Task<bool> IsNeeded(long people, CancellationToken ct) => await Above(ct) is { } above && people > above;

    public async Task<long?> Above(CancellationToken ct) => (await settings.Get<ApprovalSettings>(ct)).Above;

    /// <summary>Whether a message that is about to begin leaving needs approval and has none: more people may have come into its audience since its hour was chosen.</summary>
    public async Task<bool> IsMissing(Blast blast, CancellationToken ct)
    {
        if (await Above(ct) is null || await db.BlastApprovals.AnyAsync(a => a.BlastId == blast.Id && a.State == ApprovalState.Approved && a.DecidedAt == blast.ChangedAt, ct)) return false;
        return await IsNeeded((await audience.Count(blast, ct)).Reachable, ct);
    }

    /// <summary>The last one that was asked for, whatever became of it.</summary>
    public Task<BlastApproval?> Last(long blastId, CancellationToken ct) => db.BlastApprovals.AsNoTracking().Where(a => a.BlastId == blastId).OrderByDescending(a => a.Id).FirstOrDefaultAsync(ct);

    /// <summary>Whether the message is what it was when approval was asked for.</summary>
    public async Task<bool> IsSame(BlastApproval approval, Blast blast, CancellationToken ct) => approval.Mark == await mark.Of(blast, approval.SendAt, ct);

    /// <summary>Asks for it, in the name of whoever is signed in, or of whom the message is by where the program asks; and tells those who may give it.</summary>
    public async Task Ask(Blast blast, DateTimeOffset? sendAt, long people, string? note, CancellationToken ct)
    {
        var (now, myself) = (clock.GetUtcNow(), me.Id ?? blast.AuthorId ?? BlastApproval.Program);
        var content = await mark.Of(blast, sendAt, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await Withdraw(blast.Id, ct);
        var asked = blast.TellsOfGifts ? [.. Approvers.Where(r => !r.SeesNoGifts())] : Approvers;
        var approval = new BlastApproval { BlastId = blast.Id, State = ApprovalState.Waiting, Mark = content, People = people, SendAt = sendAt, AskedBy = myself, AskedAt = now, AskedNote = Given(note) };
        db.Add(approval);
        await db.SaveChangesAsync(ct);
        foreach (var account in await db.Memberships.Where(m => m.AccountId != myself && asked.Contains(m.Role)).Select(m => m.AccountId).ToListAsync(ct)) db.Enqueue(new TellApproval(approval.Id, account, blast.Id));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <returns>False when nothing was waiting.</returns>
    public async Task<bool> Withdraw(long blastId, CancellationToken ct)
    {
        var waiting = await db.BlastApprovals.Where(a => a.BlastId == blastId && a.State == ApprovalState.Waiting).ToListAsync(ct);
        foreach (var approval in waiting) approval.State = ApprovalState.Withdrawn;
        await db.SaveChangesAsync(ct);
        return waiting.Count > 0;
    }

    public static string? Given(string? note) => string.IsNullOrWhiteSpace(note) ? null : note.Trim() is { Length: > BlastApproval.LongestNote } longer ? longer[..BlastApproval.LongestNote] : note.Trim();
}
