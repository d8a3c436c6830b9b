using Microsoft.EntityFrameworkCore;
using Preau.Site;

namespace Preau;

public sealed partial class Database
{
    public DbSet<SitePage> SitePages => Set<SitePage>();
}
