using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Shared;

namespace Preau.Relations;

/// <param name="RelationId">The row of the person it was asked for; none where it was refused.</param>
/// <param name="Refusal">Why not, in the user's language.</param>
public sealed record RelationOutcome(long? RelationId, string? Refusal);

/// <summary>Writes a relation down, both ways in one transaction, takes it away and lets it return.</summary>
public sealed class SaveRelation(Database db, RelationRoles roles, CurrentAccount account, Words words, TimeProvider clock)
{
    /// <param name="role">What the other one is to the person.</param>
    public async Task<RelationOutcome> Add(long personId, long otherId, string role, string title, DateOnly? since, DateOnly? until, CancellationToken ct)
    {
        if (await roles.Find(role, ct) is not { } asked) return Refused(words["Choose what they are to each other."]);
        if (personId == otherId) return Refused(words["Nobody is related to themselves."]);
        await using var transaction = await Hold(ct);
        if (!await roles.IsThere(role, ct)) return Refused(words["This kind of relation is not there any more."]);
        if (await db.People.CountAsync(p => (p.Id == personId || p.Id == otherId) && p.ArchivedAt == null, ct) != 2) return Refused(words["One of the two is archived or not there any more."]);
        var known = await Both(personId, otherId, asked.Code, asked.Reverse).ToListAsync(ct);
        if (known.Exists(r => r.RemovedAt is null)) return Refused(words["That is written down already: {0}.", asked.Label]);
        if (await Loops(personId, otherId, asked, ct) is { } loop) return Refused(loop);
        var now = clock.GetUtcNow();
        Relation? mine = null;
        foreach (var (person, other, code) in new[] { (personId, otherId, asked.Code), (otherId, personId, asked.Reverse) })
        {
            var row = known.Find(r => r.PersonId == person && r.OtherPersonId == other && r.Role == code);
            if (row is null) db.Add(row = new Relation { PersonId = person, OtherPersonId = other, Role = code });
            (row.Title, row.Since, row.Until, row.AccountId, row.CreatedAt, row.RemovedAt) = (title, since, until, account.Id, now, null);
            if (person == personId) mine ??= row;
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new(mine!.Id, null);
    }

    /// <returns>The person whose row it was; null where it is not there.</returns>
    public async Task<long?> Remove(long id, CancellationToken ct)
    {
        await using var transaction = await Hold(ct);
        if (await db.Relations.SingleOrDefaultAsync(r => r.Id == id, ct) is not { } relation) return null;
        var now = clock.GetUtcNow();
        foreach (var row in await Both(relation, ct)) row.RemovedAt ??= now;
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return relation.PersonId;
    }

    public async Task<RelationOutcome> Restore(long id, CancellationToken ct)
    {
        await using var transaction = await Hold(ct);
        var relation = await db.Relations.IgnoreQueryFilters([RelationMap.RemovedFilter]).SingleAsync(r => r.Id == id, ct);
        if (await roles.Find(relation.Role, ct) is not { } role || !await roles.IsThere(relation.Role, ct)) return Refused(words["This kind of relation is not there any more."]);
        if (await Loops(relation.PersonId, relation.OtherPersonId, role, ct) is { } loop) return Refused(loop);
        foreach (var row in await Both(relation, ct)) row.RemovedAt = null;
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new(id, null);
    }

    private async Task<List<Relation>> Both(Relation one, CancellationToken ct) =>
        await Both(one.PersonId, one.OtherPersonId, one.Role, await roles.ReverseOf(one.Role, ct)).ToListAsync(ct);

    private IQueryable<Relation> Both(long person, long other, string role, string reverse) => db.Relations.IgnoreQueryFilters([RelationMap.RemovedFilter])
        .Where(r => (r.PersonId == person && r.OtherPersonId == other && r.Role == role) || (r.PersonId == other && r.OtherPersonId == person && r.Role == reverse));

    // Merging holds the same: two at once cannot close a circle.
    private async Task<Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction> Hold(CancellationToken ct)
    {
        var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Execute("People/HoldPeople", ct);
        return transaction;
    }

    private async Task<string?> Loops(long personId, long otherId, RelationRole role, CancellationToken ct)
    {
        if (role.Place == RolePlace.Beside) return null;
        var (above, below, up) = role.Place == RolePlace.Above ? (otherId, personId, role.Code) : (personId, otherId, role.Reverse);
        return await new Ancestors(db).Has(above, below, up, ct) ? words["That would close a circle: somebody would stand above themselves."] : null;
    }

    private static RelationOutcome Refused(string reason) => new(null, reason);
}
