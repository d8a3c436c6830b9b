using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.Nations;

namespace Preau.Mail.Keeping;

/// <summary>How long it is kept who got what.</summary>
public sealed class KeepingSettings
{
    public const int Least = 3, Most = 120;

    /// <summary>Counted from the month in which a message left.</summary>
    public int Months { get; set; } = 36;
}

/// <summary>Comes back several times a day.</summary>
public sealed record ForgetOldDeliveries : IJob;

/// <summary>
/// Deletes who got old messages and what they followed, and what nobody said yes to when asked; what these came to stays in their totals. Part by part, so that others who write have their turn, and a deleting that was cut off goes on.
/// </summary>
public sealed class ForgetDeliveries(Database db, NationSettings settings, TimeProvider clock) : IHandle<ForgetOldDeliveries>
{
    private const int RowsAtOnce = 5_000;

    // Its link was worth nothing long before; so long it is known that somebody is not to be asked again.
    private static readonly TimeSpan LongestUnanswered = TimeSpan.FromDays(60);

    public async Task Run(ForgetOldDeliveries job, CancellationToken ct)
    {
        var unanswered = clock.GetUtcNow() - LongestUnanswered;
        await db.PendingYeses.Where(y => y.AskedAt < unanswered).ExecuteDeleteAsync(ct);
        var last = Months.Back(Months.Of(clock.GetUtcNow()), (await settings.Get<KeepingSettings>(ct)).Months);
        var old = await db.Blasts.Where(b => b.Month < last && b.ForgottenAt == null && (b.State == BlastState.Sent || b.State == BlastState.Cancelled)).OrderBy(b => b.Id).Select(b => new { b.Id, b.Month }).ToListAsync(ct);
        foreach (var blast in old)
        {
            for (var isMore = true; isMore; await db.Turns.Give(ct)) isMore = await Part(blast.Id, blast.Month!.Value, ct);
        }
    }

    /// <returns>Whether anything may be left of it.</returns>
    private async Task<bool> Part(long blastId, int month, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var deliveries = db.MailDeliveries.Where(d => d.Month == month && d.BlastId == blastId);
        var people = await deliveries.OrderBy(d => d.PersonId).Take(RowsAtOnce).Select(d => d.PersonId).ToArrayAsync(ct);
        if (people.Length > 0)
        {
            var last = people[^1];
            await db.MailClicks.Where(c => EF.Parameter(people).Contains(c.PersonId) && c.BlastId == blastId).ExecuteDeleteAsync(ct);
            await deliveries.Where(d => d.PersonId <= last).ExecuteDeleteAsync(ct);
        }
        else
        {
            var now = clock.GetUtcNow();
            await db.Blasts.Where(b => b.Id == blastId).ExecuteUpdateAsync(s => s.SetProperty(b => b.ForgottenAt, now), ct);
            db.Trail.Record("blast.forgotten", [], subjectId: blastId);
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return people.Length > 0;
    }
}
