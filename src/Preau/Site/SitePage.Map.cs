using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Site;

namespace Preau.Site
{
    public sealed class SitePageMap : IEntityTypeConfiguration<SitePage>
    {
        /// <summary>Lifted only by what brings a page back.</summary>
        public const string RemovedFilter = "removed";

        public void Configure(EntityTypeBuilder<SitePage> page) => page.Ignore(p => p.FormerSlug).HasQueryFilter(RemovedFilter, p => p.RemovedAt == null);
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<SitePage> SitePages => Set<SitePage>();
    }
}
