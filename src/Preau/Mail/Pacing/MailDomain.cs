using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Preau.Mail.Pacing
{
    /// <summary>Whose servers take the mail of a domain, as the DNS said.</summary>
    public sealed class MailDomain : IOwned, IDerived
    {
        /// <summary>So long what the DNS said is held to be true.</summary>
        public static readonly TimeSpan Lasts = TimeSpan.FromDays(30);

        public NationId NationId { get; set; }
        public required string Domain { get; init; }
        public MailProvider Provider { get; init; }
        public DateTimeOffset AskedAt { get; init; }
    }

    /// <summary>That a domain of its own put our mails off, for people to see.</summary>
    public sealed class MailDomainTrouble : IOwned, IDerived
    {
        public NationId NationId { get; set; }
        public required string Domain { get; init; }
        public DateTimeOffset At { get; init; }
        public DateTimeOffset ClosedUntil { get; init; }

        /// <summary>As the relay said it.</summary>
        public required string Answer { get; init; }
    }

    public sealed class MailDomainMap : IEntityTypeConfiguration<MailDomain>, IEntityTypeConfiguration<MailDomainTrouble>
    {
        public void Configure(EntityTypeBuilder<MailDomain> domain)
        {
            domain.HasKey(d => new { d.NationId, d.Domain });
            domain.HasIndex(d => new { d.NationId, d.AskedAt });
        }

        public void Configure(EntityTypeBuilder<MailDomainTrouble> trouble) => trouble.HasKey(t => new { t.NationId, t.Domain });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<Mail.Pacing.MailDomain> MailDomains => Set<Mail.Pacing.MailDomain>();
        public DbSet<Mail.Pacing.MailDomainTrouble> MailDomainTroubles => Set<Mail.Pacing.MailDomainTrouble>();
    }
}
