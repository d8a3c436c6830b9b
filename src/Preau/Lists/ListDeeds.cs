using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.People.Bulk;
using Preau.Shared;

namespace Preau.Lists;

/// <summary>Puts people on a list, that is made when a new name is written.</summary>
public sealed class AddToListDeed(Database db, SaveList save, Words words) : IBulkDeed
{
    public BulkKind Kind => BulkKind.AddToList;

    public async Task<BulkAsk?> Ask(CancellationToken ct) => new(words["Put on a list"], "list-check", await ListDeeds.Options(db, ct), words["A new list:"], words["Name of the new list"]);

    public async Task<string?> Choose(BulkAct act, BulkChoice choice, CancellationToken ct)
    {
        act.SubjectId = choice.Subject;
        act.Value = await ListDeeds.NameOf(db, choice.Subject, ct) ?? choice.Name?.Trim();
        return choice.Subject is null ? await save.WhyNot(choice.Name, null, ct) : await WhyNot(act, ct);
    }

    public Task<string> Say(BulkAct act, CancellationToken ct) => Task.FromResult(words["Put on the list “{0}”", act.Value]);

    public Task<string> SayDone(BulkAct act, CancellationToken ct) => Task.FromResult(words.Count(act.Changed, "{0} person put on the list “{1}”.", "{0} people put on the list “{1}”.", act.Value));

    public async Task Prepare(BulkAct act, CancellationToken ct)
    {
        // The name may have been taken since it was asked for: then it is that list.
        var key = NameKey.Of(act.Value ?? "");
        act.SubjectId ??= await db.PersonLists.Where(l => l.NameKey == key).Select(l => (long?)l.Id).SingleOrDefaultAsync(ct) ?? save.Make(act.Value ?? "", null).Id;
    }

    public async Task<string?> WhyNot(BulkAct act, CancellationToken ct) => act.SubjectId is null || await ListDeeds.NameOf(db, act.SubjectId, ct) is not null ? null : words["That list is gone."];

    public IQueryable<long> Already(BulkAct act) => db.PersonListMembers.Where(m => m.PersonListId == act.SubjectId).Select(m => m.PersonId);

    public async Task<IReadOnlyList<(long PersonId, string? Before)>> Do(BulkAct act, long[] ids, CancellationToken ct)
    {
        await db.WriteMembers(act.SubjectId ?? 0, [.. ids.Select(id => (id, act.At))], ct);
        return [.. ids.Select(id => (id, (string?)null))];
    }

    public async Task<long[]> Undo(BulkAct act, IReadOnlyList<BulkEffect> effects, CancellationToken ct) =>
        [.. (await db.DeleteMembers(act.SubjectId ?? 0, [.. effects.Select(e => e.PersonId)], act.At, ct)).Select(m => m.PersonId)];

    public string Action(bool isUndo) => isUndo ? "person_list_member.deleted" : "person_list_member.created";
}

/// <summary>Takes people off a list; since when they were on it comes back with them.</summary>
public sealed class TakeFromListDeed(Database db, Words words) : IBulkDeed
{
    public BulkKind Kind => BulkKind.TakeFromList;

    public async Task<BulkAsk?> Ask(CancellationToken ct) => await ListDeeds.Options(db, ct) is { Count: > 0 } lists ? new(words["Take off a list"], "x", lists) : null;

    public async Task<string?> Choose(BulkAct act, BulkChoice choice, CancellationToken ct)
    {
        act.SubjectId = choice.Subject;
        act.Value = await ListDeeds.NameOf(db, choice.Subject, ct);
        return act.Value is null ? words["Choose a list."] : null;
    }

    public Task<string> Say(BulkAct act, CancellationToken ct) => Task.FromResult(words["Take off the list “{0}”", act.Value]);

    public Task<string> SayDone(BulkAct act, CancellationToken ct) => Task.FromResult(words.Count(act.Changed, "{0} person taken off the list “{1}”.", "{0} people taken off the list “{1}”.", act.Value));

    public async Task<string?> WhyNot(BulkAct act, CancellationToken ct) => await ListDeeds.NameOf(db, act.SubjectId, ct) is null ? words["That list is gone."] : null;

    public IQueryable<long> Already(BulkAct act) => db.People.Where(p => !db.PersonListMembers.Any(m => m.PersonListId == act.SubjectId && m.PersonId == p.Id)).Select(p => p.Id);

    public async Task<IReadOnlyList<(long PersonId, string? Before)>> Do(BulkAct act, long[] ids, CancellationToken ct) =>
        [.. (await db.DeleteMembers(act.SubjectId ?? 0, ids, null, ct)).Select(m => (m.PersonId, (string?)Instant.Write(m.AddedAt)))];

    public async Task<long[]> Undo(BulkAct act, IReadOnlyList<BulkEffect> effects, CancellationToken ct)
    {
        if (await ListDeeds.NameOf(db, act.SubjectId, ct) is null) return [];
        long[] ids = [.. effects.Select(e => e.PersonId)];
        var on = await db.PersonListMembers.Where(m => m.PersonListId == act.SubjectId && ids.Contains(m.PersonId)).Select(m => m.PersonId).ToListAsync(ct);
        var off = effects.Where(e => !on.Contains(e.PersonId)).ToList();
        await db.WriteMembers(act.SubjectId ?? 0, [.. off.Select(e => (e.PersonId, Instant.Read(e.Before) ?? act.At))], ct);
        return [.. off.Select(e => e.PersonId)];
    }

    public string Action(bool isUndo) => isUndo ? "person_list_member.created" : "person_list_member.deleted";
}

internal static class ListDeeds
{
    public static async Task<List<SelectListItem>> Options(Database db, CancellationToken ct)
    {
        var lists = await db.PersonLists.Where(l => l.RemovedAt == null).OrderBy(l => l.NameKey).Take(500).Select(l => new { l.Id, l.Name }).ToListAsync(ct);
        return lists.ConvertAll(l => new SelectListItem(l.Name, l.Id.ToString(CultureInfo.InvariantCulture)));
    }

    public static Task<string?> NameOf(Database db, long? id, CancellationToken ct) => db.PersonLists.Where(l => l.Id == id && l.RemovedAt == null).Select(l => (string?)l.Name).SingleOrDefaultAsync(ct);
}
