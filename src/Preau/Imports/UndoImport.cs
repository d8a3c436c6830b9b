using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.People;

namespace Preau.Imports;

/// <summary>Takes an import back: values that still are as it set them become what they were; people it brought in, with whom nothing happened since, go.</summary>
public sealed record UndoImport(long ImportId) : IJob;

public sealed class UndoImportHandler(Database db, IEnumerable<IPersonPart> parts, SavePerson save, TimeProvider clock) : IHandle<UndoImport>
{
    private const int BatchSize = 100;

    public async Task Run(UndoImport job, CancellationToken ct)
    {
        if (!await db.Imports.AnyAsync(i => i.Id == job.ImportId && i.State == ImportState.Undoing, ct)) return;
        long after = 0;
        while (true)
        {
            var people = await db.ImportEffects.Where(e => e.ImportId == job.ImportId && e.PersonId > after).Select(e => e.PersonId).Distinct().OrderBy(p => p).Take(BatchSize).ToListAsync(ct);
            if (people.Count == 0) break;
            await Undo(job.ImportId, people, ct);
            after = people[^1];
        }

        db.ChangeTracker.Clear();
        var import = await db.Imports.SingleAsync(i => i.Id == job.ImportId, ct);
        // What is left are the effects on people that stayed.
        import.KeptCount = await db.ImportEffects.Where(e => e.ImportId == job.ImportId).Select(e => e.PersonId).Distinct().LongCountAsync(ct);
        (import.State, import.EndedAt) = (ImportState.Undone, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
    }

    private async Task Undo(long importId, List<long> people, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var import = await db.Imports.AsNoTracking().SingleAsync(i => i.Id == importId, ct);
        var since = import.EndedAt ?? import.CreatedAt;
        using (db.Trail.Pause())
        {
            foreach (var personId in people)
            {
                var effects = await db.ImportEffects.AsNoTracking().Where(e => e.ImportId == importId && e.PersonId == personId).OrderByDescending(e => e.Id).ToListAsync(ct);
                var isNew = effects.Exists(e => e is { IsNew: true, Entity: nameof(Person) });
                if (isNew)
                {
                    if (await IsTouched(personId, importId, since, ct)) continue;
                    await Remove(personId, ct);
                }
                else
                {
                    await Restore(importId, personId, effects, ct);
                }
            }

            db.Trail.Record("import.undone", people, subjectId: importId);
            await db.SaveChangesAsync(ct);
        }

        await transaction.CommitAsync(ct);
    }

    /// <summary>Anything that concerns the person after the import, or another import's hand on it.</summary>
    private async Task<bool> IsTouched(long personId, long importId, DateTimeOffset since, CancellationToken ct) =>
        await db.AuditEntries.AnyAsync(a => a.ConcernsId == personId && a.At >= since && !a.Action.StartsWith("import."), ct)
        || await db.ImportEffects.AnyAsync(e => e.PersonId == personId && e.ImportId != importId, ct)
        || await db.ConsentEntries.AnyAsync(c => c.PersonId == personId, ct);

    private async Task Remove(long personId, CancellationToken ct)
    {
        foreach (var part in parts.Reverse()) await part.Erase(personId, ct);
        await db.People.IgnoreQueryFilters([Conventions.AssignedFilter]).Where(p => p.Id == personId).ExecuteDeleteAsync(ct);
    }

    private async Task Restore(long importId, long personId, List<ImportEffect> effects, CancellationToken ct)
    {
        var restored = new List<string>();
        foreach (var effect in effects)
        {
            var type = db.Model.GetEntityTypes().Single(t => t.ClrType.Name == effect.Entity);
            var keys = JsonSerializer.Deserialize<JsonElement[]>(effect.RowKey)!;
            object[] key = [db.NationId, .. type.FindPrimaryKey()!.Properties.Skip(1).Select((p, i) => keys[i].Deserialize(p.ClrType)!)];
            if (await db.FindAsync(type.ClrType, key, ct) is not { } row) continue;
            if (effect.IsNew)
            {
                db.Remove(row);
                continue;
            }

            var property = db.Entry(row).Property(effect.Field!);
            // Edited since: the newer word stays.
            if (JsonSerializer.Serialize(property.CurrentValue) != effect.After) continue;
            property.CurrentValue = JsonSerializer.Deserialize(effect.Before!, property.Metadata.ClrType);
            restored.Add(SnakeCase.Of(effect.Field!));
        }

        await save.Remember(personId, restored, $"undo:{importId}", ct);
        await db.SaveChangesAsync(ct);
        await db.ImportEffects.Where(e => e.ImportId == importId && e.PersonId == personId).ExecuteDeleteAsync(ct);
    }
}
