using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Imports.Batches;
using Preau.Imports.Choices;
using Preau.People;
using Preau.Relations;

namespace Preau.Imports.Named;

/// <summary>
/// Once all rows are in, looks for everybody whom they named: by the number in NationBuilder, then by mail address, never by a name. Whoever is found is related to the person of the
/// row, or looks after them where they are on the team; what the row said of anybody else is kept in a field of the campaign's own. A part at a time, so that a killed run goes on.
/// </summary>
internal sealed class RelateNamed(Database db, RelateMany relate, OwnFields own, Import import, TimeProvider clock)
{
    public const int PartSize = 2000;

    private readonly Dictionary<NamedAs, (CustomField? Number, CustomField? Said)> kept = [];

    /// <returns>False when somebody stopped the import meanwhile.</returns>
    public async Task<bool> Run(Func<Task>? report, CancellationToken ct)
    {
        if (import.NamedCount == 0) return true;
        var line = -1L;
        while (await Next(line, ct) is { Count: > 0 } rows)
        {
            if (!await Part(rows, ct)) return false;
            line = rows[^1].Line;
            if (report is not null) await report();
        }

        return true;
    }

    /// <summary>Whole lines: what a line names stays together.</summary>
    private async Task<List<ImportNaming>> Next(long after, CancellationToken ct)
    {
        var rows = await db.ImportNamings.AsNoTracking().Where(n => n.ImportId == import.Id && n.Line > after && n.State == NamingState.Waiting).OrderBy(n => n.Line).Take(PartSize).ToListAsync(ct);
        if (rows.Count == PartSize && rows[0].Line != rows[^1].Line) rows.RemoveAll(r => r.Line == rows[^1].Line);
        return rows;
    }

    private async Task<bool> Part(List<ImportNaming> rows, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var now = clock.GetUtcNow().ToMicroseconds();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Imports.Where(i => i.Id == import.Id && i.State == ImportState.Running).ExecuteUpdateAsync(s => s.SetProperty(i => i.MovedAt, now), ct) == 0) return false;
        await db.Execute("People/HoldPeople", ct);
        // Another run, or an erasure, may have been faster.
        var lines = rows.ConvertAll(r => r.Line);
        rows = await db.ImportNamings.AsNoTracking().Where(n => n.ImportId == import.Id && EF.Parameter(lines).Contains(n.Line) && n.State == NamingState.Waiting).OrderBy(n => n.Line).ThenBy(n => n.NamedAs).ToListAsync(ct);
        using (db.Trail.Pause())
        {
            var found = await FoundPeople.Load(db, rows, ct);
            var touches = new Dictionary<(long Line, NamedAs As, long PersonId), List<Touch>>();
            void Note(ImportNaming row, Touch touch) => (touches.TryGetValue((row.Line, row.NamedAs, row.PersonId), out var all) ? all : touches[(row.Line, row.NamedAs, row.PersonId)] = []).Add(touch);
            var changed = new HashSet<long>();
            var lost = new List<(ImportNaming Row, NamingState Why)>();
            var wanted = new List<(ImportNaming Row, RelationWanted Wanted)>();
            var assigned = new List<(ImportNaming Row, long AccountId)>();
            foreach (var row in rows)
            {
                if (row.NamedAs == NamedAs.PointPerson && found.AccountOf(row) is { } account) assigned.Add((row, account));
                else if (found.PersonOf(row, out var why) is { } id) wanted.Add((row, new(row.PersonId, id, NamedTargets.RoleOf(row.NamedAs))));
                else lost.Add((row, why));
            }

            var said = await relate.Run(wanted.ConvertAll(w => w.Wanted), import.AccountId, now, ct);
            foreach (var ((row, one), came) in wanted.Zip(said))
            {
                if (came.Outcome is Relating.Circle or Relating.Themselves) lost.Add((row, came.Outcome == Relating.Circle ? NamingState.Circle : NamingState.Themselves));
                if (came.RelationId is not { } relation) continue;
                Note(row, new(RestoreNamed.RelationTable, relation.ToString(CultureInfo.InvariantCulture), null, null, one.Role));
                changed.UnionWith([one.PersonId, one.OtherId]);
            }

            foreach (var (row, touch) in await Assign(assigned, now, ct))
            {
                Note(row, touch);
                changed.Add(row.PersonId);
            }

            foreach (var (row, touch) in await Keep([.. lost.Select(l => l.Row)], now, ct))
            {
                Note(row, touch);
                changed.Add(row.PersonId);
            }

            await Remember(touches, ct);
            await Settle(rows, lost, ct);
            if (changed.Count > 0) db.Trail.Record("import.applied", changed, subjectId: import.Id, count: changed.Count);
            await db.SaveChangesAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Who looks after somebody, from now on. The last row that speaks of a person holds.</summary>
    private async Task<List<(ImportNaming Row, Touch Touch)>> Assign(List<(ImportNaming Row, long AccountId)> assigned, DateTimeOffset now, CancellationToken ct)
    {
        var touches = new List<(ImportNaming, Touch)>();
        if (assigned.Count == 0) return touches;
        long[] ids = [.. assigned.Select(a => a.Row.PersonId).Distinct()];
        var before = await db.People.Where(p => EF.Parameter(ids).Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.AssigneeId, ct);
        var onlyGaps = RowRules.Of(import).Yields(NamedTargets.PointPerson);
        var news = assigned.Where(a => before.ContainsKey(a.Row.PersonId)).GroupBy(a => a.Row.PersonId).Select(g => g.Last()).Where(a => before[a.Row.PersonId] != a.AccountId && !(onlyGaps && before[a.Row.PersonId] is not null)).ToList();
        foreach (var of in news.GroupBy(a => a.AccountId, a => a.Row.PersonId))
        {
            var (account, people) = (of.Key, of.ToArray());
            await db.People.Where(p => EF.Parameter(people).Contains(p.Id)).ExecuteUpdateAsync(s => s.SetProperty(p => p.AssigneeId, account).SetProperty(p => p.ChangedAt, now), ct);
        }

        foreach (var (row, account) in news) touches.Add((row, new(RestoreNamed.AssigneeTable, null, "assignee_id", before[row.PersonId]?.ToString(CultureInfo.InvariantCulture), account.ToString(CultureInfo.InvariantCulture))));
        return touches;
    }

    /// <summary>What the file said of those who are not found stands in a field that is called like its column, as it would if nobody knew what the column is.</summary>
    private async Task<List<(ImportNaming Row, Touch Touch)>> Keep(List<ImportNaming> lost, DateTimeOffset now, CancellationToken ct)
    {
        var touches = new List<(ImportNaming, Touch)>();
        if (lost.Count == 0) return touches;
        await MakeFields(lost, ct);
        var said = new Dictionary<(long PersonId, long FieldId), (ImportNaming Row, CustomField Field, string Text)>();
        foreach (var row in lost.OrderBy(l => l.Line))
        {
            var (number, text) = kept[row.NamedAs];
            if (number is not null && row.Number is { } n) said[(row.PersonId, number.Id)] = (row, number, n);
            if (text is not null && row.Said is { } t) said[(row.PersonId, text.Id)] = (row, text, t);
        }

        long[] people = [.. said.Keys.Select(k => k.PersonId).Distinct()];
        long[] fields = [.. said.Keys.Select(k => k.FieldId).Distinct()];
        var there = (await db.CustomValues.AsNoTracking().Where(v => EF.Parameter(fields).Contains(v.CustomFieldId) && EF.Parameter(people).Contains(v.PersonId)).ToListAsync(ct)).ToDictionary(v => (v.PersonId, v.CustomFieldId), OwnFields.Text);
        var values = new List<CustomValue>();
        foreach (var (key, (row, field, text)) in said)
        {
            var value = new CustomValue { PersonId = key.PersonId, CustomFieldId = key.FieldId };
            // A field of that name that takes no such text: the list of who was not found has it still.
            if (!OwnFields.Put(field, text, value)) continue;
            var (before, after) = (there.GetValueOrDefault(key), OwnFields.Text(value));
            if (before == after) continue;
            values.Add(value);
            touches.Add((row, new("custom_value", key.FieldId.ToString(CultureInfo.InvariantCulture), "value", before, after)));
        }

        await db.Put("PutValues", values.Select(v => new { v.PersonId, v.CustomFieldId, v.TextValue, v.TextKey, v.NumberValue, v.DateValue, v.BooleanValue, v.LongKey, v.WholeValue, v.LinkedPersonId }), now, ct);
        return touches;
    }

    private async Task MakeFields(IEnumerable<ImportNaming> lost, CancellationToken ct)
    {
        var targets = import.Targets();
        foreach (var named in lost.Select(l => l.NamedAs).Distinct().Where(n => !kept.ContainsKey(n)).ToList())
        {
            var (number, said) = NamedTargets.Columns(targets, named);
            kept[named] = (number is null ? null : await NewFields.Called(db, own, number, ct), said is null ? null : await NewFields.Called(db, own, said, ct));
        }

        if (!db.ChangeTracker.HasChanges()) return;
        await db.SaveChangesAsync(ct);
        own.Forget();
    }

    private async Task Remember(Dictionary<(long Line, NamedAs As, long PersonId), List<Touch>> touches, CancellationToken ct)
    {
        if (touches.Count == 0) return;
        await using var rows = await db.Bulk("import_touch", ["import_id", "person_id", "line", "touches"], ct);
        foreach (var (key, of) in touches) rows.Row(import.Id, key.PersonId, RestoreNamed.LineOf(key.Line, key.As), Touch.Write(of));
        await rows.Done(ct);
    }

    private async Task Settle(List<ImportNaming> rows, List<(ImportNaming Row, NamingState Why)> lost, CancellationToken ct)
    {
        long[] lines = [.. rows.Select(r => r.Line).Distinct()];
        foreach (var of in lost.GroupBy(l => (l.Why, l.Row.NamedAs), l => l.Row.Line))
        {
            var (state, named) = of.Key;
            var at = of.ToArray();
            await db.ImportNamings.Where(n => n.ImportId == import.Id && n.NamedAs == named && EF.Parameter(at).Contains(n.Line)).ExecuteUpdateAsync(s => s.SetProperty(n => n.State, state), ct);
        }

        await db.ImportNamings.Where(n => n.ImportId == import.Id && EF.Parameter(lines).Contains(n.Line) && n.State == NamingState.Waiting).ExecuteDeleteAsync(ct);
        var (related, unrelated) = (rows.Count - lost.Count, lost.Count);
        await db.Imports.Where(i => i.Id == import.Id).ExecuteUpdateAsync(s => s.SetProperty(i => i.RelatedCount, i => i.RelatedCount + related).SetProperty(i => i.UnrelatedCount, i => i.UnrelatedCount + unrelated), ct);
    }
}
