using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Mail.Inbox;

/// <summary>
/// Somebody asks by mail to get no more of them: done for everybody with the address, and for whom the mail was sent to. Who sends a mail is never proved; a no is
/// heard all the same, and may be taken back where it was misread. A yes is never taken from a mail.
/// </summary>
public sealed class HearLeave(Database db, LeaveList leave, ConsentLedger ledger)
{
    /// <summary>How the source of such a line in the ledger begins; the mail’s number follows.</summary>
    public const string Source = "reply:";

    /// <returns>False where nobody is known whom it could be for.</returns>
    public async Task<bool> Run(long mailId, long? blastId, IReadOnlyCollection<long> people, CancellationToken ct)
    {
        if (people.Count == 0) return false;
        var source = $"{Source}{mailId}";
        if (blastId is { } id && await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is { } blast)
        {
            foreach (var person in people) await leave.Run(blast, person, source, ct);
        }
        else
        {
            await leave.Run(people, source, ct);
        }

        return true;
    }

    /// <summary>It was none: what held before it holds again. The caller saves, in a transaction.</summary>
    public async Task Undo(InboxMail mail, long? blastId, CancellationToken ct)
    {
        var people = await ledger.TakeBackNo($"{Source}{mail.Id}", ct);
        if (blastId is not { } id || people.Count == 0) return;
        var month = await db.Blasts.Where(b => b.Id == id).Select(b => b.Month).SingleOrDefaultAsync(ct);
        await MarkLeft.Run(db, id, month, people, null, ct);
    }
}
