using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Mail.Measuring;

/// <summary>The time is over in which the rest of an audience waits for the better version; or somebody did not want to wait.</summary>
public sealed record DecideVersion(long BlastId) : IJob;

/// <summary>Chooses once, and lets the rest go part by part: cut off, it goes on with those who still wait.</summary>
public sealed class DecideVersionHandler(Database db, ReadOutcomes read, TimeProvider clock) : IHandle<DecideVersion>
{
    private const int PeopleAtOnce = 20_000;

    public async Task Run(DecideVersion job, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == job.BlastId && b.DecideAt != null && (b.State == BlastState.Sending || b.State == BlastState.Paused), ct) is not { } blast) return;
        if (await Choose(blast, ct) is { } version) await Release(blast, version, ct);
    }

    private async Task<int?> Choose(Blast blast, CancellationToken ct)
    {
        if (blast.Winner is { } known) return known;
        if (await read.Run(blast, ct) is not { } outcomes) return null;
        var ((version, isClear), now) = (ChooseVersion.Of(outcomes.Versions, blast), clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var isFirst = await db.Blasts.Where(b => b.Id == blast.Id && b.Winner == null)
            .ExecuteUpdateAsync(s => s.SetProperty(b => b.Winner, version).SetProperty(b => b.IsClear, isClear).SetProperty(b => b.DecidedAt, now).SetProperty(b => b.ChangedAt, now), ct) == 1;
        if (!isFirst) return await db.Blasts.Where(b => b.Id == blast.Id).Select(b => b.Winner).SingleAsync(ct);
        db.Trail.Record("blast.version_chosen", [], VersionsOf.Letter(version), blast.Id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return version;
    }

    private async Task Release(Blast blast, int version, CancellationToken ct)
    {
        var rest = db.MailDeliveries.Where(d => d.Month == blast.Month && d.BlastId == blast.Id && d.State == DeliveryState.Waiting && d.Version == MailDelivery.Undecided);
        var after = 0L;
        while (await rest.Where(d => d.PersonId > after).OrderBy(d => d.PersonId).Select(d => d.PersonId).Take(PeopleAtOnce).ToListAsync(ct) is [.., var last])
        {
            var (from, now) = (after, clock.GetUtcNow());
            await rest.Where(d => d.PersonId > from && d.PersonId <= last).ExecuteUpdateAsync(s => s.SetProperty(d => d.Version, version).SetProperty(d => d.NextAt, now), ct);
            await db.Turns.Give(ct);
            after = last;
        }
    }
}
