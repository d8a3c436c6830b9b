using Microsoft.EntityFrameworkCore;

namespace Preau.Lists;

/// <summary>People come on a list and off it in sets, and the list knows how many it holds. In the transaction of the caller.</summary>
internal static class MemberRows
{
    public static async Task WriteMembers(this Database db, long listId, IReadOnlyCollection<(long PersonId, DateTimeOffset At)> people, CancellationToken ct)
    {
        if (people.Count == 0) return;
        await using (var writer = await db.Bulk("person_list_member", ["person_list_id", "person_id", "added_at"], ct))
        {
            foreach (var (personId, at) in people) writer.Row(listId, personId, at);
            await writer.Done(ct);
        }

        await db.PersonLists.Where(l => l.Id == listId).ExecuteUpdateAsync(s => s.SetProperty(l => l.MemberCount, l => l.MemberCount + people.Count), ct);
    }

    /// <summary>Those of them who were on it.</summary>
    public static async Task<List<PersonListMember>> DeleteMembers(this Database db, long listId, long[] ids, DateTimeOffset? addedAt, CancellationToken ct)
    {
        var rows = db.PersonListMembers.Where(m => m.PersonListId == listId && ids.Contains(m.PersonId) && (addedAt == null || m.AddedAt == addedAt));
        var members = await rows.AsNoTracking().ToListAsync(ct);
        await rows.ExecuteDeleteAsync(ct);
        await db.PersonLists.Where(l => l.Id == listId).ExecuteUpdateAsync(s => s.SetProperty(l => l.MemberCount, l => l.MemberCount - members.Count), ct);
        return members;
    }
}
