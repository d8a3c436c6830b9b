using Microsoft.EntityFrameworkCore;

namespace Preau.Accounts.Staff;

public abstract record RoleChange
{
    public sealed record Done : RoleChange;

    public sealed record NotHere : RoleChange;

    /// <summary>A nation without an owner could never be given one.</summary>
    public sealed record LastOwner : RoleChange;
}

/// <summary>Gives somebody who works here another role, or (with none) none at all. A nation always keeps an owner.</summary>
public sealed class ChangeRole(Database db)
{
    public async Task<RoleChange> Run(long accountId, Role? role, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Two owners who remove each other at the same moment wait for one another here, so that one of them stays.
        await db.Nations.Where(n => n.Id == db.NationId.Value).ExecuteUpdateAsync(s => s.SetProperty(n => n.Name, n => n.Name), ct);
        if (await db.MembershipsAndOffers.SingleOrDefaultAsync(m => m.AccountId == accountId, ct) is not { } membership) return new RoleChange.NotHere();
        if (role != Role.Owner && membership is { Role: Role.Owner, IsPending: false } && await db.Memberships.CountAsync(m => m.Role == Role.Owner, ct) == 1) return new RoleChange.LastOwner();
        if (role is { } given) membership.Role = given;
        else db.Remove(membership);
        db.Trail.Note(role is null ? "account.role_taken" : "account.role_given", 1, role?.ToString(), accountId);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new RoleChange.Done();
    }
}
