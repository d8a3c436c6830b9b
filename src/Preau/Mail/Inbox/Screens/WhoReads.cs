using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Mail.Inbox;

/// <summary>Says that whoever asks has a conversation open, and who else has.</summary>
public sealed class WhoReads(Database db, CurrentAccount me, TimeProvider clock)
{
    public async Task<IReadOnlyList<string>> Run(long threadId, CancellationToken ct)
    {
        if (me.Id is not { } account) return [];
        var now = clock.GetUtcNow();
        if (await db.ThreadReaders.Where(r => r.MailThreadId == threadId && r.AccountId == account).ExecuteUpdateAsync(s => s.SetProperty(r => r.At, now), ct) == 0)
        {
            db.Add(new ThreadReader { MailThreadId = threadId, AccountId = account, At = now });
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException)
            {
                // Their other tab was quicker.
                db.ChangeTracker.Clear();
            }
        }

        var since = now - ThreadReader.Lasts;
        return await db.ThreadReaders.Where(r => r.MailThreadId == threadId && r.AccountId != account && r.At > since).Join(db.Accounts, r => r.AccountId, a => a.Id, (r, a) => a.Name).OrderBy(n => n).Take(5).ToListAsync(ct);
    }
}
