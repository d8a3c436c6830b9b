using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Electors;

namespace Preau.Electors
{
    public sealed class ElectorsMap : IEntityTypeConfiguration<Registration>, IEntityTypeConfiguration<ElectoralRoll>, IEntityTypeConfiguration<RollCommune>, IEntityTypeConfiguration<RollChange>, IEntityTypeConfiguration<StationChange>
    {
        public void Configure(EntityTypeBuilder<Registration> registration) => registration.HasKey(r => new { r.NationId, r.PersonId });

        public void Configure(EntityTypeBuilder<ElectoralRoll> roll) => roll.HasKey(r => new { r.NationId, r.ImportId });

        public void Configure(EntityTypeBuilder<RollCommune> commune) => commune.HasKey(c => new { c.NationId, c.ImportId, c.Code });

        public void Configure(EntityTypeBuilder<RollChange> change) => change.HasKey(c => new { c.NationId, c.ImportId, c.PersonId });

        public void Configure(EntityTypeBuilder<StationChange> change) => change.HasKey(c => new { c.NationId, c.ImportId, c.StationId, c.Kind });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<Registration> Registrations => Set<Registration>();
        public DbSet<PollingStation> PollingStations => Set<PollingStation>();
        public DbSet<ElectoralRoll> ElectoralRolls => Set<ElectoralRoll>();
        public DbSet<RollCommune> RollCommunes => Set<RollCommune>();
        public DbSet<RollChange> RollChanges => Set<RollChange>();
        public DbSet<StationChange> StationChanges => Set<StationChange>();
    }
}
