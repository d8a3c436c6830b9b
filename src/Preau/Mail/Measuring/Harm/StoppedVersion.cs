using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Experiments;
using Preau.Mail.Measuring.Harm;

namespace Preau.Mail.Measuring.Harm
{
    /// <summary>
    /// Because of what a version was stopped, or dropped out between two waves: the difference as it was then. What was stopped is compared with nothing since: it left to fewer people than the others, and earlier.
    /// What dropped out, by a measure of what is better, is compared over the waves in which it was drawn.
    /// </summary>
    public sealed class StoppedVersion : IOwned, IDerived
    {
        public NationId NationId { get; set; }
        public long BlastId { get; init; }
        public int Place { get; init; }

        /// <summary>The version that it was compared with.</summary>
        public int Other { get; init; }
        public VersionMeasure Measure { get; init; }
        public double Estimate { get; init; }
        public double Low { get; init; }
        public double High { get; init; }
        public DateTimeOffset At { get; init; }

        /// <summary>Somebody pressed the button; else it was stopped by itself.</summary>
        public bool IsAsked { get; init; }

        public Difference Read() => new(Estimate, Low, High);
    }

    public sealed class StoppedVersionMap : IEntityTypeConfiguration<StoppedVersion>
    {
        public void Configure(EntityTypeBuilder<StoppedVersion> stopped) => stopped.HasKey(s => new { s.NationId, s.BlastId, s.Place });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<StoppedVersion> StoppedVersions => Set<StoppedVersion>();
    }
}
