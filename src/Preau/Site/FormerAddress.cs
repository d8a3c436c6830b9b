using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Site;

namespace Preau.Site
{
    /// <summary>An address at which a page was public before it got another one: links that were shared go on to where it is now, unless a page stands there again.</summary>
    public sealed class FormerAddress : IOwned
    {
        public NationId NationId { get; set; }
        public required string Language { get; init; }
        public required string Slug { get; init; }

        /// <summary>The page that had it last.</summary>
        public long PageId { get; set; }
    }

    public sealed class FormerAddressMap : IEntityTypeConfiguration<FormerAddress>
    {
        public void Configure(EntityTypeBuilder<FormerAddress> address) => address.HasKey(a => new { a.NationId, a.Language, a.Slug });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<FormerAddress> FormerAddresses => Set<FormerAddress>();
    }
}
