using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace Preau.Mail;

/// <summary>Makes a draft again of a blast whose hour has not come. After that it can only be paused or cancelled.</summary>
public sealed class TakeBackBlast(Database db, TimeProvider clock)
{
    /// <returns>False when it was too late: the audience is being frozen already.</returns>
    public async Task<bool> Run(Blast blast, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // One statement, so that it cannot cross the start.
        var taken = await db.Blasts.Where(b => b.Id == blast.Id && b.State == BlastState.Scheduled && b.Month == null && b.SendAt > now)
            .ExecuteUpdateAsync(s => Draft(s, now), ct);
        if (taken == 0) return false;
        db.Trail.Record("blast.taken_back", [], subjectId: blast.Id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        await db.Entry(blast).ReloadAsync(ct);
        return true;
    }

    /// <summary>A draft again: what was settled when its sending was decided is settled anew with the next decision, so that the number that is typed then is of those who get it. Whom a step is for stands with the step.</summary>
    public static UpdateSettersBuilder<Blast> Draft(UpdateSettersBuilder<Blast> row, DateTimeOffset now) => row.SetProperty(b => b.State, BlastState.Draft).SetProperty(b => b.SendAt, (DateTimeOffset?)null).SetProperty(b => b.Tree, (string?)null)
        .SetProperty(b => b.Sentence, b => b.StepId == null ? null : b.Sentence).SetProperty(b => b.Limits, (string?)null).SetProperty(b => b.ChangedAt, now);
}
