using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau;

public sealed partial class Database
{
    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<Membership> Memberships => Set<Membership>();

    /// <summary>Also the roles that were offered and not taken, which open nothing: for the screens and steps by which that changes.</summary>
    public IQueryable<Membership> MembershipsAndOffers => Memberships.IgnoreQueryFilters([MembershipMap.PendingFilter]);
    public DbSet<Session> Sessions => Set<Session>();
}
