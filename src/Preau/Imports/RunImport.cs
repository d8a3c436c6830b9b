using Microsoft.EntityFrameworkCore;
using Preau.Electors;
using Preau.Electors.Roll;
using Preau.Electors.Votes;
using Preau.Imports.Batches;
using Preau.Imports.Choices;
using Preau.Imports.Named;
using Preau.People;
using Preau.Relations;
using Preau.Shared;

namespace Preau.Imports;

/// <summary>Brings in the rows that are not in yet, batch by batch. A batch is one transaction that also says how far the file is in, so that a killed run goes on where it was.</summary>
public sealed class RunImport(Database db, ImportFolder folder, CurrentNation nation, Suppressions suppressions, IOtherNames otherNames, Objections objections, OwnFields ownFields, RelateMany relate, Words words, TimeProvider clock)
{
    public const int BatchSize = 5000;

    /// <param name="report">Called after each batch.</param>
    /// <returns>The import as it stands: done, cancelled meanwhile, or failed with the reason.</returns>
    public async Task<Import> Run(long importId, Action<Import>? report, CancellationToken ct, int batchSize = BatchSize)
    {
        var import = await Load(importId, ct);
        if (import.State != ImportState.Running) return import;
        var language = await LanguageOf(import, ct);
        var say = words.In(language);
        var wording = (language, say["Agreed elsewhere, as the file {0} says.", import.FileName]);
        await using var pace = await db.BulkPace(ct);
        try
        {
            // A first load that was killed may have left some out for others.
            var mending = new Mending(db, clock);
            await using (var first = await FirstLoad.Begin(db, import, mending, ct))
            {
                var done = import.Done;
                var fields = await ownFields.All(ct);
                await foreach (var next in RowBatches.Read(import, folder.Full(import.Path), headers => RowReader.For(import, headers, fields, nation.Facts.Country, nation.Facts.DayOf(clock.GetUtcNow())), done, batchSize, rows => first?.Foresee(rows) ?? new Foreseen(rows), ct))
                {
                    var isApplied = await Apply(import, next, done, first, fields, wording, say, ct);
                    done += next.Rows.Count;
                    import = await Load(importId, ct);
                    report?.Invoke(import);
                    if (!isApplied || import.State != ImportState.Running) return import;
                    if (first is { IsOver: false }) continue;
                    // Not before a batch is ours: whoever runs that load makes them.
                    await mending.TryNowAndThen(ct);
                    await db.Turns.Give(ct);
                }
            }

            if (import.IsRoll && !await new FinishRoll(db, import, clock).Run(await RefusedCommunes.Of(db, import, folder, ct), ct)) return await Load(importId, ct);
            import = await Load(importId, ct);
            if (!await new RelateNamed(db, relate, ownFields, import, clock).Run(report is null ? null : async () => report(await Load(importId, ct)), ct)) return await Load(importId, ct);
            await End(importId, ImportState.Done, null, ct);
        }
        catch (ImportBroken broken)
        {
            await End(importId, ImportState.Failed, say[broken.Message, broken.About], ct);
        }
        catch (Exception full) when (NoRoom.In(full))
        {
            await EndForLackOfRoom(importId, ct);
        }

        return await Load(importId, ct);
    }

    /// <param name="done">How many rows were read before these, by this very run.</param>
    /// <returns>False when somebody else stopped or overtook this run, and nothing was done.</returns>
    private async Task<bool> Apply(Import import, Foreseen next, long done, FirstLoad? first, IReadOnlyList<CustomField> fields, (string Language, string Text) wording, Words say, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var rows = next.Rows;
        var now = clock.GetUtcNow().ToMicroseconds();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Two runs over one file, or a cancellation, meet at this row: one of them finds that it is not as it was.
        var claimed = await db.Imports.Where(i => i.Id == import.Id && i.State == ImportState.Running && i.Done == done).ExecuteUpdateAsync(s => s.SetProperty(i => i.Done, done + rows.Count).SetProperty(i => i.MovedAt, now), ct);
        if (claimed == 0) return false;
        await db.Execute("People/HoldPeople", ct);
        var isRenewed = await Renew(import, fields, next.Rows, ct);
        if (isRenewed) next = next with { Batch = null };
        if (first is not null) await first.Look(ct);
        if (first is { IsOver: true }) next = new Foreseen(rows);
        var batch = next.Batch ?? await Work(next, import, ct);
        using (db.Trail.Pause())
        {
            var people = await new WriteBatch(db, import, now, batch).Run(wording, (_, reason, about) => say[reason, about], ct);
            db.Trail.Record("import.applied", people, subjectId: import.Id, count: rows.Count);
            await db.SaveChangesAsync(ct);
        }

        var (created, changed, same, refused) = (batch.Count(RowOutcome.Created), batch.Count(RowOutcome.Changed), batch.Count(RowOutcome.Same), batch.Count(RowOutcome.Refused));
        await db.Imports.Where(i => i.Id == import.Id).ExecuteUpdateAsync(s => s
            .SetProperty(i => i.CreatedCount, i => i.CreatedCount + created).SetProperty(i => i.ChangedCount, i => i.ChangedCount + changed)
            .SetProperty(i => i.SameCount, i => i.SameCount + same).SetProperty(i => i.RefusedCount, i => i.RefusedCount + refused).SetProperty(i => i.NamedCount, i => i.NamedCount + batch.Named.Count), ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Nobody removes a field or renames a choice while people are held; the rows were read before they were.</summary>
    /// <returns>Whether some rows say something else with the choices of today.</returns>
    private async Task<bool> Renew(Import import, IReadOnlyList<CustomField> fields, List<ReadRow> rows, CancellationToken ct)
    {
        var targets = import.Targets().Values.ToHashSet(StringComparer.Ordinal);
        var filled = fields.Where(f => targets.Contains(Targets.FieldPrefix + f.Slug)).ToList();
        if (filled.Count == 0) return false;
        var ids = filled.ConvertAll(f => f.Id);
        var there = await db.CustomFields.AsNoTracking().Where(f => ids.Contains(f.Id) && f.RemovedAt == null).ToDictionaryAsync(f => f.Id, ct);
        if (filled.Find(f => !there.ContainsKey(f.Id)) is { } gone) throw new ImportBroken(RowReader.FieldGone, gone.Slug);
        var others = filled.Where(f => f.Choices != there[f.Id].Choices).Select(f => f.Id).ToHashSet();
        for (var i = 0; others.Count > 0 && i < rows.Count; i++)
        {
            foreach (var (field, value) in rows[i].Fields.Where(f => others.Contains(f.Field.Id)))
            {
                var said = OwnFields.Text(value);
                if (!OwnFields.Renew(field, there[field.Id], value)) rows[i] = rows[i] with { Person = null, Refusal = "“{0}” does not fit in “{1}”.", About = [said, field.Name] };
            }
        }

        return others.Count > 0;
    }

    private async Task<Batch> Work(Foreseen next, Import import, CancellationToken ct)
    {
        var rules = RowRules.Of(import);
        var roll = import.IsRoll ? await RollBatch.Load(db, objections, import.Id, await db.ElectoralRolls.Where(r => r.ImportId == import.Id).Select(r => r.ListedOn).SingleAsync(ct), next.Rows, null, ct) : null;
        var known = await KnownPeople.Load(db, suppressions, otherNames, next.Rows, import.Source, next.Again, rules.Keys, ct, roll?.People);
        roll?.Meet(known);
        var batch = new Batch(known, await TagNames.Load(db, ct), rules, roll, await VoteBatch.Load(db, next.Rows, known, ct));
        foreach (var row in next.Rows) batch.Take(row);
        return batch;
    }

    private Task<Import> Load(long id, CancellationToken ct) => db.Imports.AsNoTracking().SingleAsync(i => i.Id == id, ct);

    /// <summary>Reasons are read by whoever brought the file in.</summary>
    private async Task<string> LanguageOf(Import import, CancellationToken ct) =>
        await db.Accounts.Where(a => a.Id == import.AccountId).Select(a => a.Language).SingleOrDefaultAsync(ct) ?? nation.Facts.Language;

    /// <exception cref="DiskFull">There is not even room to write down that there is none: the import still counts as running.</exception>
    private async Task EndForLackOfRoom(long id, CancellationToken ct)
    {
        try
        {
            await End(id, ImportState.Failed, "There is no room left on the server’s disk. What came in before stays; once there is room, go on from here.", ct);
        }
        catch (Exception full) when (NoRoom.In(full))
        {
            throw new DiskFull(full);
        }
    }

    /// <summary>A fault of the program stopped it; whoever waits for it is told so.</summary>
    public Task BreakOff(long importId, CancellationToken ct) =>
        End(importId, ImportState.Failed, "A fault of the program stopped this import; “Background work” says which. What came in before stays, and you can go on from here.", ct);

    /// <summary>It counts as running, but whatever ran it is gone.</summary>
    public Task GiveUp(long importId, CancellationToken ct) =>
        End(importId, ImportState.Failed, "Nothing has been brought in for a day: what ran this import is gone. What came in before stays, and you can go on from here.", ct);

    private async Task End(long id, ImportState state, string? problem, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var now = clock.GetUtcNow();
        var ended = await db.Imports.Where(i => i.Id == id && i.State == ImportState.Running).ExecuteUpdateAsync(s => s.SetProperty(i => i.State, state).SetProperty(i => i.Problem, problem).SetProperty(i => i.EndedAt, now), ct);
        if (ended == 0) return;
        db.Trail.Note(state == ImportState.Done ? "import.done" : "import.failed", 1, subjectId: id);
        await db.SaveChangesAsync(ct);
    }
}
