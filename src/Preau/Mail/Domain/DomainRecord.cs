using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Mail.Domain;

namespace Preau.Mail.Domain
{
    /// <summary>How one record of the sender's domain stood when the DNS was looked at last.</summary>
    public sealed class DomainRecord : IOwned, IDerived
    {
        public NationId NationId { get; set; }
        public DomainPart Part { get; init; }
        public required string Domain { get; set; }
        public FindingState State { get; set; }

        /// <summary>How it stood until it changed; null where it has not.</summary>
        public FindingState? Before { get; set; }
        public DateTimeOffset ChangedAt { get; set; }

        /// <summary>When the DNS said so last.</summary>
        public DateTimeOffset SeenAt { get; set; }

        /// <summary>When it was asked last, whether it answered or not.</summary>
        public DateTimeOffset AskedAt { get; set; }

        /// <summary>It said nothing when it was asked last: how it stands now is not known.</summary>
        public bool IsUnheard => AskedAt > SeenAt;

        /// <summary>Mails suffer by it.</summary>
        public bool IsWrong => State is FindingState.Missing or FindingState.Wrong;

        /// <summary>It was right once, and nobody said that it should not be any more.</summary>
        public bool IsBroken => IsWrong && Before is FindingState.Fine or FindingState.Doubtful;

        /// <returns>Whether it was right the last time and is not now.</returns>
        public bool See(string domain, FindingState state, DateTimeOffset now)
        {
            SeenAt = AskedAt = now;
            if (!domain.Equals(Domain, StringComparison.OrdinalIgnoreCase)) (Domain, State, Before, ChangedAt) = (domain, state, null, now);
            if (state == State) return false;
            (Before, State, ChangedAt) = (State, state, now);
            return IsBroken;
        }
    }

    public sealed class DomainRecordMap : IEntityTypeConfiguration<DomainRecord>
    {
        public void Configure(EntityTypeBuilder<DomainRecord> record) => record.HasKey(r => new { r.NationId, r.Part });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<DomainRecord> DomainRecords => Set<DomainRecord>();
    }
}
