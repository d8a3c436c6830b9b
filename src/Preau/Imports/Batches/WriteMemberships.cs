using Microsoft.EntityFrameworkCore;
using Preau.Memberships;
using Preau.Shared;

namespace Preau.Imports.Batches;

/// <summary>Memberships of a batch: what nobody could be a member of before is made, new ones are added in sets, known ones get their days.</summary>
internal sealed class WriteMemberships(Database db, Import import, DateTimeOffset now, Batch batch)
{
    public async Task Run(CancellationToken ct)
    {
        if (batch.Memberships.Count == 0) return;
        var types = await Types(ct);
        var added = batch.Memberships.Where(m => m.Value.Membership.Id == 0).Select(m => (m.Key.Person, Membership: new PersonMembership
        {
            PersonId = m.Key.Person.Id, MembershipTypeId = types[m.Key.Key], StartedOn = m.Value.Membership.StartedOn, ExpiresOn = m.Value.Membership.ExpiresOn, SuspendedOn = m.Value.Membership.SuspendedOn,
            Source = import.Source, AuthorId = import.AccountId, CreatedAt = now, ChangedAt = now,
        })).ToList();
        await db.Write([.. added.Select(a => a.Membership)], ct);
        foreach (var (person, m) in added) person.NoteAdded("person_membership", m.Id, new KnownMembership(m.Id, m.StartedOn, m.ExpiresOn, m.SuspendedOn).Text());
        await Set(db, [.. batch.Memberships.Values.Select(m => m.Membership).Where(m => m.Id > 0)], now, ct);
    }

    /// <summary>Few rows of a file change the days of a membership that was known: those of one set of days go in one statement.</summary>
    public static async Task Set(Database db, IReadOnlyCollection<KnownMembership> memberships, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var days in memberships.GroupBy(m => (m.StartedOn, m.ExpiresOn, m.SuspendedOn), m => m.Id))
        {
            long[] ids = [.. days];
            var (from, to, suspended) = days.Key;
            await db.PersonMemberships.Where(m => EF.Parameter(ids).Contains(m.Id)).ExecuteUpdateAsync(s => s.SetProperty(m => m.StartedOn, from).SetProperty(m => m.ExpiresOn, to).SetProperty(m => m.SuspendedOn, suspended).SetProperty(m => m.ChangedAt, now), ct);
        }
    }

    private async Task<Dictionary<string, long>> Types(CancellationToken ct)
    {
        var names = batch.Memberships.GroupBy(m => m.Key.Key, m => m.Value.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        // Nobody becomes a member of what was removed, unless a file says so; one of that name that is not removed is meant first.
        var all = await db.MembershipTypes.Select(t => new { t.Id, t.Name, IsRemoved = t.RemovedAt != null }).ToListAsync(ct);
        var types = all.GroupBy(t => NameKey.Of(t.Name), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.OrderBy(t => t.IsRemoved).ThenByDescending(t => t.Id).First().Id, StringComparer.Ordinal);
        foreach (var key in names.Keys.Where(k => !types.ContainsKey(k)))
        {
            var type = new MembershipType { CreatedAt = now };
            type.Call(names[key]);
            db.Add(type);
            types[key] = type.Id;
        }

        await db.SaveChangesAsync(ct);
        return types;
    }
}
