using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Mail.Measuring;

namespace Preau.Mail.Measuring
{
    /// <summary>Other words of the same mail: a version, of which each reader gets one, drawn by lot, or a version in another language. The first, A, is the mail's own, and stands here in other languages alone.</summary>
    public sealed class BlastVersion : IOwned
    {
        /// <summary>The <see cref="Language"/> of a version in the mail's own.</summary>
        public const string Own = "";

        public NationId NationId { get; set; }
        public long BlastId { get; init; }

        /// <summary>Another one than the mail's: of those whom the lot gives the version, whoever has this language gets it. <see cref="Own"/> for all others.</summary>
        public string Language { get; init; } = Own;

        /// <summary>That of the version: 1 is B, and nought the mail itself, in another language; versions leave no gaps.</summary>
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

        public bool IsTranslation => Language.Length > 0;

        /// <summary>The language that its words are in.</summary>
        public string LanguageIn(Blast blast) => IsTranslation ? Language : blast.Language;

        /// <summary>The same words for another mail.</summary>
        public BlastVersion For(long blastId, int place) => new() { BlastId = blastId, Place = place, Language = Language, Preheader = Preheader, Subject = Subject, Body = Body, SenderName = SenderName, ReplyTo = ReplyTo, DelayMinutes = DelayMinutes };
    }

    public sealed class BlastVersionMap : IEntityTypeConfiguration<BlastVersion>
    {
        public void Configure(EntityTypeBuilder<BlastVersion> version) => version.HasKey(v => new { v.NationId, v.BlastId, v.Place, v.Language });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<BlastVersion> BlastVersions => Set<BlastVersion>();
    }
}
