using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People;
using Preau.Shared;

namespace Preau.Memberships;

/// <summary>What somebody is or was a member of: beside the profile, on the timeline, in the file for the person, gone when they are erased.</summary>
public sealed class MembershipsPart(Database db, CurrentAccount me, Standing standing, MembershipWords said, Words words) : IPersonPart
{
    public string Name => "memberships";

    public PersonPanel? Panel => new(MembershipsPanel.Name, words["Memberships"]);

    public IReadOnlyCollection<Type> Entities => [typeof(PersonMembership)];

    public async Task<IReadOnlyList<TimelineEntry>> Timeline(long personId, TimelineAsk ask, CancellationToken ct)
    {
        if (!ask.Wants(TimelineKind.Membership) || !me.Can(Permission.ViewSegments)) return [];
        var rows = await db.PersonMemberships.AsNoTracking().Where(m => m.PersonId == personId && (ask.Until == null || m.CreatedAt <= ask.Until)).OrderByDescending(m => m.CreatedAt).ThenByDescending(m => m.Id).Take(ask.Count)
            .Select(m => new { Membership = m, Type = db.MembershipTypes.Where(t => t.Id == m.MembershipTypeId).Select(t => t.Name).First(), By = db.Accounts.Where(a => a.Id == m.AuthorId).Select(a => a.Name).FirstOrDefault() }).ToListAsync(ct);
        var entries = new List<TimelineEntry>();
        foreach (var row in rows)
        {
            var m = row.Membership;
            var detail = string.Join('\n', new[] { $"{said.Days(m)}, {said.Of(await standing.Of(m, ct))}", m.Reason }.Where(l => l.Length > 0));
            entries.Add(new(m.CreatedAt, $"membership:{m.Id:D12}", TimelineKind.Membership, words["Member: {0}", row.Type], detail, me.Can(Permission.EditPeople) ? $"/memberships/{m.Id}" : null, row.By));
        }

        return entries;
    }

    public async Task<object?> Export(long personId, CancellationToken ct)
    {
        var rows = await db.PersonMemberships.Where(m => m.PersonId == personId).OrderBy(m => m.StartedOn).ThenBy(m => m.Id)
            .Select(m => new { Of = db.MembershipTypes.Where(t => t.Id == m.MembershipTypeId).Select(t => t.Name).First(), m.StartedOn, m.ExpiresOn, m.SuspendedOn, m.CancelledOn, m.Reason, CameBy = m.Source }).ToListAsync(ct);
        return rows.Count == 0 ? null : rows;
    }

    public Task Erase(long personId, CancellationToken ct) => db.PersonMemberships.Where(m => m.PersonId == personId).ExecuteDeleteAsync(ct);
}
