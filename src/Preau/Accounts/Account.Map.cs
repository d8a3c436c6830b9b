using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau;

public sealed partial class Database
{
    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<Membership> Memberships => Set<Membership>();
    public DbSet<Session> Sessions => Set<Session>();
}
