using Microsoft.EntityFrameworkCore;
using Preau.Nations;
using Preau.Settings;

namespace Preau.Mail.Inbox;

/// <summary>Answers that began to leave and came to no end are listed so and never sent again; conversations that were kept long enough go.</summary>
public sealed class SettleAnswers(Database db, NationSettings settings, TimeProvider clock, ILogger<SettleAnswers> logger)
{
    private static readonly TimeSpan EndWithin = TimeSpan.FromMinutes(2);
    private const int AtOnce = 200;

    public async Task Run(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var before = now - EndWithin;
        foreach (var mail in await db.InboxMails.Where(m => m.State == AnswerState.Leaving && m.StartedAt < before).OrderBy(m => m.StartedAt).Take(AtOnce).ToListAsync(ct))
        {
            (mail.State, mail.EndedAt) = (AnswerState.Unknown, now);
            logger.AnswerUnknown(mail.Id);
        }

        await db.SaveChangesAsync(ct);
        await Forget((await settings.Get<MailSettings>(ct)).InboxMonths, now, ct);
    }

    private async Task Forget(int months, DateTimeOffset now, CancellationToken ct)
    {
        if (months <= 0) return;
        var before = now.AddMonths(-months);
        // Whatever is open is kept: somebody still waits for an answer.
        var old = await db.MailThreads.Where(t => (t.IsClosed || t.IsAutomatic) && t.LastAt < before).OrderBy(t => t.LastAt).Take(AtOnce).Select(t => new { t.Id, t.PersonId }).ToListAsync(ct);
        if (old.Count == 0) return;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await RemoveThreads.Run(db, [.. old.Select(t => t.Id)], ct);
        db.Trail.Record("mail_thread.deleted", [.. old.Select(t => t.PersonId).OfType<long>().Distinct()], count: old.Count);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}

internal static class RemoveThreads
{
    /// <summary>With all that is in them; past the change tracker, in the caller's transaction.</summary>
    public static async Task Run(Database db, long[] ids, CancellationToken ct)
    {
        await db.ThreadReaders.Where(r => ids.Contains(r.MailThreadId)).ExecuteDeleteAsync(ct);
        await db.InboxMails.Where(m => ids.Contains(m.MailThreadId)).ExecuteDeleteAsync(ct);
        await db.MailThreads.Where(t => ids.Contains(t.Id)).ExecuteDeleteAsync(ct);
    }
}
