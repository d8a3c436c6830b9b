using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.People;

namespace Preau.Imports;

/// <summary>Brings in the rows that are not in yet. A killed run goes on where its last whole batch ended.</summary>
public sealed record ApplyImport(long ImportId) : IJob;

public sealed class ApplyImportHandler(Database db, ApplyRows rows, ImportFolder folder, CurrentNation nation, TimeProvider clock) : IHandle<ApplyImport>
{
    private const int BatchSize = 100;

    public async Task Run(ApplyImport job, CancellationToken ct)
    {
        if (await Load(job.ImportId, ct) is not { State: ImportState.Running } import) return;
        RowReader? reader = null;
        long index = 0;
        var batch = new List<CsvRow>(BatchSize);
        await foreach (var row in CsvFile.Rows(folder.Full(import.Path), import.Encoding, import.Delimiter, ct))
        {
            if (reader is null)
            {
                reader = new RowReader([.. row.Cells.Select(c => c.Trim())], import.Targets(), nation.Facts.Country, import.Tag);
                continue;
            }

            if (index++ < import.Done) continue;
            batch.Add(row);
            if (batch.Count < BatchSize) continue;
            import = await Apply(job.ImportId, reader, batch, ct);
            if (import.State != ImportState.Running) return;
            batch.Clear();
        }

        if (reader is not null && batch.Count > 0) import = await Apply(job.ImportId, reader, batch, ct);
        if (import.State != ImportState.Running) return;
        var last = await db.Imports.SingleAsync(i => i.Id == job.ImportId, ct);
        (last.State, last.EndedAt) = (ImportState.Done, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
    }

    private Task<Import?> Load(long id, CancellationToken ct) => db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct);

    /// <summary>A batch is one short transaction: its people, its effects, its counts, one audit row and a line of the feed.</summary>
    private async Task<Import> Apply(long importId, RowReader reader, List<CsvRow> batch, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var import = await db.Imports.SingleAsync(i => i.Id == importId, ct);
        if (import.State != ImportState.Running) return import;
        var touched = new HashSet<long>();
        using (db.Trail.Pause())
        {
            foreach (var row in batch)
            {
                var (outcome, personId, _) = await rows.Run(import, reader, row, ct);
                if (personId is { } id && outcome != RowOutcome.Same) touched.Add(id);
                import.Done++;
                switch (outcome)
                {
                    case RowOutcome.Created: import.CreatedCount++; break;
                    case RowOutcome.Changed: import.ChangedCount++; break;
                    case RowOutcome.Same: import.SameCount++; break;
                    case RowOutcome.Refused: import.RefusedCount++; break;
                }
            }

            db.Trail.Record("import.applied", touched, subjectId: importId, count: batch.Count);
            await db.SaveChangesAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return import;
    }
}
