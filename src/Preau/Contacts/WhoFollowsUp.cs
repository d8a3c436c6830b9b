using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People;

namespace Preau.Contacts;

/// <summary>Who can be asked to do something with a person: whoever may write on people and sees this one.</summary>
public sealed class WhoFollowsUp(Database db)
{
    private static readonly Role[] Everywhere = [.. Enum.GetValues<Role>().Where(r => !r.SeesOnlyAssigned() && Roles.Of(r).Contains(Permission.WriteNotes))];
    private static readonly Role[] Assigned = [.. Enum.GetValues<Role>().Where(r => r.SeesOnlyAssigned() && Roles.Of(r).Contains(Permission.WriteNotes))];

    public Task<List<TeamMember>> For(Person person, CancellationToken ct) =>
        Able(person).Join(db.Accounts, m => m.AccountId, a => a.Id, (m, a) => a).OrderBy(a => a.Name).Take(500).Select(a => new TeamMember(a.Id, a.Name)).ToListAsync(ct);

    public Task<bool> Can(Person person, long accountId, CancellationToken ct) => Able(person).AnyAsync(m => m.AccountId == accountId, ct);

    /// <summary>The names as a list to choose from.</summary>
    public async Task<IReadOnlyList<SelectListItem>> Options(Person person, CancellationToken ct) => [.. Team.Options(await For(person, ct))];

    private IQueryable<Membership> Able(Person person)
    {
        var assignee = person.AssigneeId;
        return db.Memberships.Where(m => Everywhere.Contains(m.Role) || (Assigned.Contains(m.Role) && m.AccountId == assignee));
    }
}
