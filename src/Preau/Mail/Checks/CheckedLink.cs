using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Mail.Checks;

namespace Preau.Mail.Checks
{
    public enum LinkState
    {
        /// <summary>Somebody wants to know, and it is not asked yet.</summary>
        Waiting,
        Alive,

        /// <summary>It answers, but lets no program look.</summary>
        Unsure,
        Dead,
    }

    /// <summary>Why a link is dead where no page said so itself.</summary>
    public enum LinkTrouble
    {
        NoName,
        NoAnswer,
        Late,
        Certificate,
        Redirects,
        Private,
        NotPublished,

        /// <summary>A file of the campaign's, which somebody took away.</summary>
        Removed,
    }

    /// <summary>A link of a draft, and what was there when it was last asked.</summary>
    public sealed class CheckedLink : IDerived
    {
        public NationId NationId { get; set; }
        public long BlastId { get; init; }

        /// <summary>Among the mail's links, from nought.</summary>
        public int Place { get; init; }
        public required string Url { get; init; }
        public LinkState State { get; set; }

        /// <summary>As HTTP counts.</summary>
        public int? Status { get; set; }
        public LinkTrouble? Trouble { get; set; }
        public DateTimeOffset At { get; set; }
    }

    public sealed class CheckedLinkMap : IEntityTypeConfiguration<CheckedLink>
    {
        public void Configure(EntityTypeBuilder<CheckedLink> link) => link.HasKey(l => new { l.NationId, l.BlastId, l.Place });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<CheckedLink> CheckedLinks => Set<CheckedLink>();
    }
}
