using Microsoft.EntityFrameworkCore;

namespace Preau.Imports;

/// <summary>What an import would do, found by doing it to the first rows and taking all of it back.</summary>
public sealed record Trial(long Rows, long Created, long Changed, long Same, IReadOnlyList<(long Line, string Reason)> Refused);

public sealed class TryImport(Database db, ApplyRows rows, ImportFolder folder, CurrentNation nation)
{
    public const int Rows = 500;

    public async Task<Trial> Run(Import import, CancellationToken ct)
    {
        var refused = new List<(long, string)>();
        long count = 0, created = 0, changed = 0, same = 0;
        RowReader? reader = null;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        using (db.Trail.Pause())
        {
            await foreach (var row in CsvFile.Rows(folder.Full(import.Path), import.Encoding, import.Delimiter, ct))
            {
                if (reader is null)
                {
                    reader = new RowReader([.. row.Cells.Select(c => c.Trim())], import.Targets(), nation.Facts.Country, import.Tag);
                    continue;
                }

                if (count++ == Rows) break;
                var (outcome, _, reason) = await rows.Run(import, reader, row, ct);
                switch (outcome)
                {
                    case RowOutcome.Created: created++; break;
                    case RowOutcome.Changed: changed++; break;
                    case RowOutcome.Same: same++; break;
                    case RowOutcome.Refused: refused.Add((row.Line, reason ?? "")); break;
                }
            }
        }

        await transaction.RollbackAsync(ct);
        db.ChangeTracker.Clear();
        return new Trial(Math.Min(count, Rows), created, changed, same, refused);
    }
}
