using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.People.Merging;
using Preau.Shared;

namespace Preau.Actions;

/// <summary>What a person did on the site: on the timeline, in the file for the person, gone when they are erased.</summary>
public sealed class ActionsPart(Database db, Words words) : IPersonPart
{
    public string Name => "actions";

    public IReadOnlyCollection<Type> Entities { get; } = [typeof(ActionTaken)];

    public async Task<IReadOnlyList<TimelineEntry>> Timeline(long personId, TimelineAsk ask, CancellationToken ct)
    {
        if (!ask.Wants(TimelineKind.Site)) return [];
        var taken = await db.ActionsTaken.AsNoTracking().Where(a => a.PersonId == personId && (ask.Until == null || a.At <= ask.Until))
            .OrderByDescending(a => a.At).ThenByDescending(a => a.Id).Take(ask.Count).ToListAsync(ct);
        return [.. taken.Select(a => new TimelineEntry(a.At, $"action:{a.Id:D12}", TimelineKind.Site, Text(a), a.Comment, $"/pages/{a.PageGroupId}/signatures"))];
    }

    public async Task<object?> Export(long personId, CancellationToken ct)
    {
        var taken = await db.ActionsTaken.AsNoTracking().Where(a => a.PersonId == personId).OrderBy(a => a.At).Select(a => new { a.At, a.Kind, a.PageTitle, a.NameTyped, a.IsNamePublic, a.Comment }).ToListAsync(ct);
        return taken.Count == 0 ? null : taken;
    }

    public async Task Erase(long personId, CancellationToken ct)
    {
        foreach (var groupId in await db.ActionsTaken.Where(a => a.PersonId == personId).Select(a => a.PageGroupId).ToListAsync(ct))
            await db.Execute("Actions/AddToTotal", ct, ("page_group_id", groupId), ("more", -1L));
        await db.ActionsTaken.Where(a => a.PersonId == personId).ExecuteDeleteAsync(ct);
    }

    public IReadOnlyList<string> SameBy(Type entity) => [nameof(ActionTaken.PageGroupId), nameof(ActionTaken.Kind)];

    /// <summary>Somebody who signed twice, under two records, signed once.</summary>
    public async Task Recount(PersonRow row, int by, CancellationToken ct) => await db.Execute("Actions/AddToTotal", ct, ("page_group_id", row.Number("page_group_id")), ("more", (long)by));

    private string Text(ActionTaken action) => action.Kind switch
    {
        ActionKind.SignUp => words["Signed up on “{0}”", action.PageTitle],
        ActionKind.Signature => words["Signed “{0}”", action.PageTitle],
    };
}
