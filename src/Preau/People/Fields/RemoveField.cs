using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.People;

public sealed record RemoveFieldValues(long FieldId) : IJob;

/// <summary>Takes a field away that nobody sees any more: its values in parts, then itself. Begun anew it goes on where it was.</summary>
public sealed class RemoveField(Database db, FieldValues values, TimeProvider clock) : IHandle<RemoveFieldValues>
{
    /// <summary>So many values go while one waits; more are work in the background.</summary>
    public const int AtOnce = 5000;

    /// <summary>Hides it at once. The caller is told when the rest is left to the background.</summary>
    public async Task<bool> Begin(CustomField field, CancellationToken ct)
    {
        var isMany = await OwnFields.Rows(db, field).Take(AtOnce + 1).CountAsync(ct) > AtOnce;
        field.RemovedAt = clock.GetUtcNow();
        db.Enqueue(new RemoveFieldValues(field.Id), isMany ? null : clock.GetUtcNow() + TimeSpan.FromMinutes(1));
        await db.SaveChangesAsync(ct);
        if (!isMany) await Run(new RemoveFieldValues(field.Id), ct);
        return isMany;
    }

    public async Task Run(RemoveFieldValues job, CancellationToken ct)
    {
        if (await db.CustomFields.AsNoTracking().SingleOrDefaultAsync(f => f.Id == job.FieldId && f.RemovedAt != null, ct) is not { } field) return;
        for (var isOver = false; !isOver;)
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            // An import must not fill a field that is leaving.
            await db.Execute("People/HoldPeople", ct);
            var people = await values.TakeAway(field, ct);
            isOver = people.Count == 0;
            if (!isOver) db.Trail.Record("custom_value.deleted", people, subjectId: field.Id);
            else if (await db.CustomFields.SingleOrDefaultAsync(f => f.Id == field.Id, ct) is { } last) db.Remove(last);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
    }
}
