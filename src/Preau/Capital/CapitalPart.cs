using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People;
using Preau.People.Merging;
using Preau.Shared;

namespace Preau.Capital;

/// <summary>Points of a person: beside the profile, on the timeline, in the file for the person, gone when they are erased. Lines go with a merge, and the balance is added up anew.</summary>
public sealed class CapitalPart(Database db, CurrentAccount me, CapitalWords said, Words words) : IPersonPart
{
    public string Name => "capital";

    public PersonPanel? Panel => new(CapitalPanel.Name, words["Political capital"]);

    public IReadOnlyCollection<Type> Entities { get; } = [typeof(CapitalEntry), typeof(CapitalBalance)];

    public MergeRule RuleOf(Type entity) => entity == typeof(CapitalBalance) ? MergeRule.Follow : MergeRule.Move;

    public async Task AddUp(IReadOnlyCollection<long> people, CancellationToken ct)
    {
        long[] ids = [.. people];
        // What a line took back, it takes back from whoever has that line now: after the undo of a merge this is not who it was written for.
        await db.CapitalEntries.Where(e => EF.Parameter(ids).Contains(e.PersonId) && db.CapitalEntries.Any(l => l.Id == e.ReversesId && l.PersonId != e.PersonId && EF.Parameter(ids).Contains(l.PersonId)))
            .ExecuteUpdateAsync(s => s.SetProperty(e => e.PersonId, e => db.CapitalEntries.Where(l => l.Id == e.ReversesId).Select(l => l.PersonId).Single()), ct);
        if (await db.CapitalBalances.Where(b => EF.Parameter(ids).Contains(b.PersonId)).ExecuteDeleteAsync(ct) == 0) return;
        foreach (var id in ids) await db.Execute("Capital/SumEntries", ct, ("person_id", id));
    }

    public async Task<IReadOnlyList<TimelineEntry>> Timeline(long personId, TimelineAsk ask, CancellationToken ct)
    {
        if (!ask.Wants(TimelineKind.Capital) || !me.Can(Permission.ViewSegments)) return [];
        var lines = await db.CapitalEntries.AsNoTracking().Where(e => e.PersonId == personId && (ask.Until == null || e.At <= ask.Until)).OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(ask.Count)
            .Select(e => new { Entry = e, Type = db.CapitalTypes.Where(t => t.Id == e.CapitalTypeId).Select(t => t.Name).FirstOrDefault(), By = db.Accounts.Where(a => a.Id == e.AuthorId).Select(a => a.Name).FirstOrDefault() }).ToListAsync(ct);
        return [.. lines.Select(l => new TimelineEntry(l.Entry.At, $"capital:{l.Entry.Id:D12}", TimelineKind.Capital, words["Points: {0}", Points.WithSign(l.Entry.AmountCents)], said.For(l.Entry, l.Type), me.Can(Permission.EditPeople) ? $"/people/{personId}/capital" : null, l.By))];
    }

    public async Task<object?> Export(long personId, CancellationToken ct)
    {
        var rows = await db.CapitalEntries.Where(e => e.PersonId == personId).OrderBy(e => e.At).ThenBy(e => e.Id)
            .Select(e => new { e.At, PointsInHundredths = e.AmountCents, e.IsSpending, For = db.CapitalTypes.Where(t => t.Id == e.CapitalTypeId).Select(t => t.Name).FirstOrDefault(), e.Reason, CameBy = e.Source }).ToListAsync(ct);
        return rows.Count == 0 ? null : rows;
    }

    public async Task Erase(long personId, CancellationToken ct)
    {
        await db.CapitalEntries.Where(e => e.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.CapitalBalances.Where(b => b.PersonId == personId).ExecuteDeleteAsync(ct);
    }
}
