using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Mail.Measuring;

namespace Preau.Mail.Measuring
{
    /// <summary>Other words of the same mail: each reader gets one version, drawn by lot, or that of their language; the first, A, is the mail's own.</summary>
    public sealed class BlastVersion : IOwned
    {
        public NationId NationId { get; set; }
        public long BlastId { get; init; }

        /// <summary>Whose language this is gets it; nobody is drawn by lot then. Null in a version that is.</summary>
        public string? Language { get; init; }

        /// <summary>From 1, which is B; places leave no gaps.</summary>
        public int Place { get; init; }
        public required string Subject { get; set; }

        /// <summary>Written in the <see cref="Blast.Format"/> of its mail.</summary>
        public string Body { get; set; } = "";

        /// <summary>Its own only in another language.</summary>
        public string? Preheader { get; set; }

        /// <summary>How much later than the first it leaves: what differs may be the hour.</summary>
        public int DelayMinutes { get; set; }

        /// <summary>As in the settings when null.</summary>
        public string? SenderName { get; set; }

        /// <summary>As in the mail when null.</summary>
        public string? ReplyTo { get; set; }

        /// <summary>The same words for another mail.</summary>
        public BlastVersion For(long blastId, int place) => new() { BlastId = blastId, Place = place, Language = Language, Preheader = Preheader, Subject = Subject, Body = Body, SenderName = SenderName, ReplyTo = ReplyTo, DelayMinutes = DelayMinutes };
    }

    public sealed class BlastVersionMap : IEntityTypeConfiguration<BlastVersion>
    {
        public void Configure(EntityTypeBuilder<BlastVersion> version) => version.HasKey(v => new { v.NationId, v.BlastId, v.Place });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<BlastVersion> BlastVersions => Set<BlastVersion>();
    }
}
