using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.People.Bulk;
using Preau.Shared;

namespace Preau.Lists;

/// <summary>
/// Deals the people of a list out to parts of the same size, each a list: in the order of their numbers, one to each part in turn. Whoever splits the
/// same list again finds everybody in the same part.
/// </summary>
public sealed class SplitDeed(Database db, SaveList save, Words words, TimeProvider clock) : IBulkDeed
{
    public const int Most = 26;

    public BulkKind Kind => BulkKind.SplitList;

    /// <summary>Asked for on the list's own page.</summary>
    public Task<BulkAsk?> Ask(CancellationToken ct) => Task.FromResult<BulkAsk?>(null);

    public async Task<string?> Choose(BulkAct act, BulkChoice choice, CancellationToken ct)
    {
        (act.SubjectId, act.Value) = (choice.Subject, choice.Value);
        if (await ListDeeds.NameOf(db, choice.Subject, ct) is null) return words["That list is gone."];
        return Parts(act) is >= 2 and <= Most ? null : words["A list is split into {0} to {1} parts.", 2, Most];
    }

    public async Task<string> Say(BulkAct act, CancellationToken ct) => words["Split “{0}” into {1} lists of the same size", await ListDeeds.NameOf(db, act.SubjectId, ct) ?? act.Title, Parts(act)];

    public Task<string> SayDone(BulkAct act, CancellationToken ct) => Task.FromResult(words.Count(act.Changed, "{0} person dealt out to {1} lists.", "{0} people dealt out to {1} lists.", Parts(act)));

    public async Task Prepare(BulkAct act, CancellationToken ct)
    {
        var name = await ListDeeds.NameOf(db, act.SubjectId, ct) ?? act.Title ?? "";
        if (name.Length > SaveList.MaxLength - 12) name = name[..(SaveList.MaxLength - 12)].TrimEnd();
        var made = new List<long>();
        for (var part = 1; part <= Parts(act); part++)
        {
            var called = string.Create(CultureInfo.InvariantCulture, $"{name} ({part}/{Parts(act)})");
            for (var again = 2; await save.WhyNot(called, null, ct) is not null; again++) called = string.Create(CultureInfo.InvariantCulture, $"{name} ({part}/{Parts(act)}) {again}");
            made.Add(save.Make(called, null).Id);
        }

        act.Field = string.Join(',', made.Select(id => id.ToString(CultureInfo.InvariantCulture)));
    }

    public async Task<string?> WhyNot(BulkAct act, CancellationToken ct)
    {
        var lists = Lists(act);
        return await db.PersonLists.CountAsync(l => lists.Contains(l.Id) && l.RemovedAt == null, ct) == lists.Length ? null : words["That list is gone."];
    }

    public IQueryable<long> Already(BulkAct act) => db.BulkEffects.Where(e => e.BulkActId == act.Id).Select(e => e.PersonId);

    public async Task<IReadOnlyList<(long PersonId, string? Before)>> Do(BulkAct act, long[] ids, CancellationToken ct)
    {
        var lists = Lists(act);
        var dealt = ids.Select((id, i) => (PersonId: id, List: lists[(act.Done + i) % lists.Length])).ToList();
        foreach (var part in dealt.GroupBy(d => d.List)) await db.WriteMembers(part.Key, [.. part.Select(d => (d.PersonId, act.At))], ct);
        return [.. dealt.Select(d => (d.PersonId, (string?)d.List.ToString(CultureInfo.InvariantCulture)))];
    }

    public async Task<long[]> Undo(BulkAct act, IReadOnlyList<BulkEffect> effects, CancellationToken ct)
    {
        var back = new List<long>();
        foreach (var part in effects.GroupBy(e => e.Before ?? "0", StringComparer.Ordinal))
            back.AddRange((await db.DeleteMembers(long.Parse(part.Key, CultureInfo.InvariantCulture), [.. part.Select(e => e.PersonId)], act.At, ct)).Select(m => m.PersonId));
        var lists = Lists(act);
        // A part that nobody was put on since has no more to say.
        foreach (var empty in await db.PersonLists.Where(l => lists.Contains(l.Id) && l.MemberCount == 0 && l.RemovedAt == null).ToListAsync(ct)) empty.Remove(clock.GetUtcNow());
        return [.. back];
    }

    public string Action(bool isUndo) => isUndo ? "person_list_member.deleted" : "person_list_member.created";

    private static int Parts(BulkAct act) => int.TryParse(act.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var parts) ? parts : 0;

    private static long[] Lists(BulkAct act) => [.. (act.Field ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => long.Parse(id, CultureInfo.InvariantCulture))];
}
