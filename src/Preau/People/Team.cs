using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Preau.People;

/// <summary>Those who can look after people: everybody with a role in the campaign.</summary>
public sealed class Team(Database db)
{
    public Task<List<TeamMember>> Members(CancellationToken ct) =>
        db.Memberships.Join(db.Accounts, m => m.AccountId, a => a.Id, (m, a) => a).OrderBy(a => a.Name).Take(500).Select(a => new TeamMember(a.Id, a.Name)).ToListAsync(ct);

    public Task<bool> Has(long accountId, CancellationToken ct) => db.Memberships.AnyAsync(m => m.AccountId == accountId, ct);

    public static IEnumerable<SelectListItem> Options(IEnumerable<TeamMember> members) => members.Select(m => new SelectListItem(m.Name, m.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}

public sealed record TeamMember(long Id, string Name);
