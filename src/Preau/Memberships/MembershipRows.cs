using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Preau.Memberships;

internal static class MembershipRows
{
    /// <summary>Those of one person: what runs first, then the latest.</summary>
    public static async Task<List<MembershipLine>> Of(Database db, Standing standing, long personId, CancellationToken ct)
    {
        var rows = await db.PersonMemberships.AsNoTracking().Where(m => m.PersonId == personId).OrderByDescending(m => m.StartedOn).ThenByDescending(m => m.Id).Take(50)
            .Select(m => new { Membership = m, Type = db.MembershipTypes.Where(t => t.Id == m.MembershipTypeId).Select(t => t.Name).First() }).ToListAsync(ct);
        var lines = new List<MembershipLine>();
        foreach (var row in rows) lines.Add(new(row.Membership, row.Type, await standing.Of(row.Membership, ct)));
        return [.. lines.OrderBy(l => l.Status)];
    }

    /// <summary>What somebody can be made a member of.</summary>
    public static async Task<List<SelectListItem>> Types(Database db, CancellationToken ct) =>
        (await db.MembershipTypes.Where(t => t.RemovedAt == null).OrderBy(t => t.NameKey).Take(MembershipType.Most).Select(t => new { t.Id, t.Name }).ToListAsync(ct)).ConvertAll(t => new SelectListItem(t.Name, t.Id.ToString(CultureInfo.InvariantCulture)));

    public static async Task Write(this Database db, IReadOnlyCollection<PersonMembership> memberships, CancellationToken ct)
    {
        if (memberships.Count == 0) return;
        var id = db.Ids.Reserve("person_membership", memberships.Count);
        await using var rows = await db.Bulk("person_membership", ["id", "person_id", "membership_type_id", "started_on", "expires_on", "suspended_on", "cancelled_on", "reason", "source", "author_id", "created_at", "changed_at"], ct);
        foreach (var m in memberships)
        {
            m.Id = id++;
            rows.Row(m.Id, m.PersonId, m.MembershipTypeId, m.StartedOn, m.ExpiresOn, m.SuspendedOn, m.CancelledOn, m.Reason, m.Source, m.AuthorId, m.CreatedAt, m.ChangedAt);
        }

        await rows.Done(ct);
    }
}
