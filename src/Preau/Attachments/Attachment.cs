using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Attachments;

namespace Preau.Attachments
{
    /// <summary>A file that the campaign keeps of a person: a signed consent, a membership form, a letter. Its bytes lie below the data folder.</summary>
    public sealed class Attachment : INumbered, IPersonOwned
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public long PersonId { get; init; }

        /// <summary>Where its bytes lie; random, so that no name that was given leads anywhere.</summary>
        public required string Key { get; init; }

        /// <summary>As it is saved by whoever fetches it (<see cref="AttachmentName"/>).</summary>
        public required string Name { get; set; }

        /// <summary>What it is, in somebody's words.</summary>
        public string Text { get; set; } = "";
        public long Bytes { get; init; }
        public long? AccountId { get; init; }
        public DateTimeOffset CreatedAt { get; init; }

        /// <summary>Taken away; it can return for a while, and is nowhere until then.</summary>
        public DateTimeOffset? RemovedAt { get; set; }
    }

    public sealed class AttachmentMap : IEntityTypeConfiguration<Attachment>
    {
        public const string RemovedFilter = "removed";

        public void Configure(EntityTypeBuilder<Attachment> attachment)
        {
            attachment.HasQueryFilter(RemovedFilter, a => a.RemovedAt == null);
            attachment.HasIndex(a => new { a.NationId, a.Key }).IsUnique();
        }
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<Attachment> Attachments => Set<Attachment>();
    }
}
