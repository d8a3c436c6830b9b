using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Dashboard.Counting;

namespace Preau.Dashboard.Counting
{
    public sealed class RollUpMap : IEntityTypeConfiguration<RollUpDay>, IEntityTypeConfiguration<RollUpShare>, IEntityTypeConfiguration<RollUpClock>
    {
        public void Configure(EntityTypeBuilder<RollUpDay> day) => day.HasKey(d => new { d.NationId, d.Measure, d.Day, d.Source });

        // The share outlives the person for the moment until the feed tells that they are gone.
        public void Configure(EntityTypeBuilder<RollUpShare> share) => share.HasKey(s => new { s.NationId, s.PersonId, s.Measure, s.Day, s.Source });

        public void Configure(EntityTypeBuilder<RollUpClock> clock) => clock.HasKey(c => c.NationId);
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<RollUpDay> RollUpDays => Set<RollUpDay>();
        public DbSet<RollUpShare> RollUpShares => Set<RollUpShare>();
        public DbSet<RollUpClock> RollUpClocks => Set<RollUpClock>();
    }
}
