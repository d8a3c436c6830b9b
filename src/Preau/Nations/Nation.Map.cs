using Microsoft.EntityFrameworkCore;
using Preau.Nations;

namespace Preau;

public sealed partial class Database
{
    public DbSet<Nation> Nations => Set<Nation>();
    public DbSet<HostName> HostNames => Set<HostName>();
    public DbSet<Setting> Settings => Set<Setting>();
}
