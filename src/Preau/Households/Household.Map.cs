using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Households;

namespace Preau.Households
{
    public sealed class HouseholdMemberMap : IEntityTypeConfiguration<HouseholdMember>
    {
        public void Configure(EntityTypeBuilder<HouseholdMember> member) => member.HasKey(m => new { m.NationId, m.PersonId });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<Household> Households => Set<Household>();
        public DbSet<HouseholdMember> HouseholdMembers => Set<HouseholdMember>();
        public DbSet<HouseholdCorrection> HouseholdCorrections => Set<HouseholdCorrection>();
        public DbSet<HouseholdPlacement> HouseholdPlacements => Set<HouseholdPlacement>();
        public DbSet<HouseholdRun> HouseholdRuns => Set<HouseholdRun>();
    }
}
