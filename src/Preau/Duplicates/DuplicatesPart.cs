using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People;
using Preau.People.Merging;
using Preau.Shared;

namespace Preau.Duplicates;

/// <summary>With whom somebody may be the same, and whom they were merged with: beside the profile, on the timeline, gone with the person.</summary>
public sealed class DuplicatesPart(Database db, CurrentAccount account, Words words) : IPersonPart
{
    public string Name => "merges";

    public PersonPanel? Panel => new(SamePersonPanel.Name, words["Same person?"]);

    public IReadOnlyCollection<Type> Entities { get; } = [typeof(Duplicate), typeof(Merge)];

    public MergeRule RuleOf(Type entity) => entity == typeof(Duplicate) ? MergeRule.Decide : MergeRule.Move;

    public async Task<IReadOnlyList<TimelineEntry>> Timeline(long personId, TimelineAsk ask, CancellationToken ct)
    {
        if (!ask.Wants(TimelineKind.Record)) return [];
        var merges = await db.Merges.AsNoTracking().Where(m => m.PersonId == personId && (ask.Until == null || m.At <= ask.Until)).OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Take(ask.Count)
            .Select(m => new { m.Id, m.At, m.GoneId, m.GoneName, m.UndoneAt, By = db.Accounts.Where(a => a.Id == m.AccountId).Select(a => a.Name).FirstOrDefault() }).ToListAsync(ct);
        return [.. merges.Select(m => new TimelineEntry(
            m.At, $"merge:{m.Id:D12}", TimelineKind.Record, words["Merged with {0} (number {1})", m.GoneName.Length > 0 ? m.GoneName : words["No name"], m.GoneId],
            m.UndoneAt is null ? null : words["Undone since."], account.Can(Permission.EditPeople) ? "/duplicates/merges" : null, m.By))];
    }

    public async Task<object?> Export(long personId, CancellationToken ct)
    {
        var merges = await db.Merges.Where(m => m.PersonId == personId).OrderBy(m => m.Id).Select(m => new { m.At, Number = m.GoneId, Name = m.GoneName, m.UndoneAt }).ToListAsync(ct);
        return merges.Count == 0 ? null : merges;
    }

    /// <summary>What could undo a merge knows both of them.</summary>
    public async Task Erase(long personId, CancellationToken ct)
    {
        await db.Duplicates.Where(d => d.PersonId == personId || d.OtherPersonId == personId).ExecuteDeleteAsync(ct);
        await db.Merges.Where(m => m.PersonId == personId || m.KeptId == personId || m.GoneId == personId).ExecuteDeleteAsync(ct);
    }
}
