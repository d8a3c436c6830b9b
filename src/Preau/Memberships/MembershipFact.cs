using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Memberships;

/// <summary>Who is a member, of what and until when, as mails may say it.</summary>
public sealed class MembershipFact(Database db, Standing standing) : IPersonFact
{
    public PersonFact Fact => PersonFact.Membership;

    public async Task Tell(long[] ids, IReadOnlyDictionary<long, PersonDrop> people, CancellationToken ct)
    {
        var running = await standing.Running(db.PersonMemberships.Where(m => EF.Parameter(ids).Contains(m.PersonId)), ct);
        var rows = await running.OrderBy(m => m.StartedOn).ThenBy(m => m.Id).Join(db.MembershipTypes, m => m.MembershipTypeId, t => t.Id, (m, t) => new { m.PersonId, t.Name, m.ExpiresOn }).ToListAsync(ct);
        foreach (var person in rows.GroupBy(r => r.PersonId))
        {
            people.GetValueOrDefault(person.Key)?.Learn(new KnownMembership([.. person.Select(r => r.Name).Distinct(StringComparer.Ordinal)], person.Any(r => r.ExpiresOn is null) ? null : person.Max(r => r.ExpiresOn)));
        }
    }
}
