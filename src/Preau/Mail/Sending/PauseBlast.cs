using Microsoft.EntityFrameworkCore;

namespace Preau.Mail;

/// <summary>Stops a blast where it stands. Senders look at its state between mails; what they have in hand goes back.</summary>
public sealed class PauseBlast(Database db, TimeProvider clock)
{
    /// <param name="blast">The blast.</param>
    /// <param name="problem">Why, when nobody asked for it.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>False when it is not on its way.</returns>
    public Task<bool> Run(Blast blast, string? problem, CancellationToken ct) => Run(blast, problem, 0, ct);

    /// <param name="blast">The blast.</param>
    /// <param name="problem">Why.</param>
    /// <param name="reason">A bit of <see cref="Blast.Tripped"/>: it is stopped once for it, whoever asks at the same time.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<bool> Run(Blast blast, string? problem, int reason, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var paused = await db.Blasts.Where(b => b.Id == blast.Id && b.State == BlastState.Sending && (b.Tripped & reason) == 0)
            .ExecuteUpdateAsync(s => s.SetProperty(b => b.State, BlastState.Paused).SetProperty(b => b.Problem, problem).SetProperty(b => b.Tripped, b => b.Tripped | reason).SetProperty(b => b.ChangedAt, now), ct);
        if (paused == 0) return false;
        db.Trail.Record("blast.paused", [], problem, blast.Id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        await db.Entry(blast).ReloadAsync(ct);
        return true;
    }
}
