using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Mail.Measuring;

namespace Preau.Mail.Measuring
{
    /// <summary>Who voted in the first vote after a large mail, as it was counted last (<see cref="CountTurnout"/>).</summary>
    public sealed class BlastTurnout : IOwned, IDerived
    {
        public NationId NationId { get; set; }
        public long BlastId { get; init; }

        /// <summary>The day of the vote.</summary>
        public DateOnly HeldOn { get; set; }

        /// <summary>Voters among those who were to get the mail.</summary>
        public long Written { get; set; }

        /// <summary>Voters among those held out.</summary>
        public long Held { get; set; }
        public DateTimeOffset CountedAt { get; set; }
    }

    public sealed class BlastTurnoutMap : IEntityTypeConfiguration<BlastTurnout>
    {
        public void Configure(EntityTypeBuilder<BlastTurnout> turnout) => turnout.HasKey(t => new { t.NationId, t.BlastId });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<BlastTurnout> BlastTurnouts => Set<BlastTurnout>();
    }
}
