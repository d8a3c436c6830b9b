using Microsoft.EntityFrameworkCore;

namespace Preau.Mail;

/// <summary>Lets a paused blast go on where it stood.</summary>
public sealed class ResumeBlast(Database db, BlastLaw law, BlastChecks checks, TimeProvider clock)
{
    /// <returns>What still stands in the way; empty when it goes on.</returns>
    public async Task<IReadOnlyList<BlastProblem>> Run(Blast blast, CancellationToken ct)
    {
        List<BlastProblem> problems = [.. (await checks.Settings(blast, ct)).Where(p => p.IsBlocking)];
        var decision = await law.Run(blast, asksForGifts: false, ct);
        problems.AddRange(decision.Blocks.Select(b => new BlastProblem(b.Message.In(System.Globalization.CultureInfo.CurrentUICulture), RuleId: b.RuleId)));
        if (problems.Count > 0) return problems;
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var resumed = await db.Blasts.Where(b => b.Id == blast.Id && b.State == BlastState.Paused)
            .ExecuteUpdateAsync(s => s.SetProperty(b => b.State, BlastState.Sending).SetProperty(b => b.Problem, (string?)null).SetProperty(b => b.ChangedAt, now), ct);
        if (resumed == 0) return [];
        // What waits for another try need not wait longer: somebody looked after it. What waits for its hour, or for its turn, does.
        await db.MailDeliveries.Where(d => d.Month == blast.Month && d.BlastId == blast.Id && d.State == DeliveryState.Waiting && d.Attempts > 0 && d.NextAt > now).ExecuteUpdateAsync(s => s.SetProperty(d => d.NextAt, now), ct);
        db.Trail.Record("blast.resumed", [], subjectId: blast.Id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        await db.Entry(blast).ReloadAsync(ct);
        return [];
    }
}
