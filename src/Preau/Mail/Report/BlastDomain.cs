using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Mail.Pacing;
using Preau.Mail.Report;

namespace Preau.Mail.Report
{
    /// <summary>What a mail came to at one provider's mailboxes, or at those of one domain, as it was counted last (<see cref="CountDomains"/>): all that <see cref="DomainCount"/> has, of one instant.</summary>
    public sealed class BlastDomain : IOwned, IDerived
    {
        public NationId NationId { get; set; }
        public long BlastId { get; init; }
        public MailProvider Provider { get; init; }

        /// <summary>Of the others, one that many have; empty where it is all that are not named.</summary>
        public string Domain { get; init; } = "";
        public long Sent { get; private set; }
        public long Refused { get; private set; }
        public long Hard { get; private set; }
        public long Blocked { get; private set; }
        public long Soft { get; private set; }
        public long Clicked { get; private set; }
        public long Unsubscribed { get; private set; }
        public long Complained { get; private set; }
        public DateTimeOffset CountedAt { get; private set; }

        public DomainCount Read() => new(Provider, Domain, Sent, Refused, Hard, Blocked, Soft, Clicked, Unsubscribed, Complained);

        public void Write(DomainCount counted, DateTimeOffset at) =>
            (Sent, Refused, Hard, Blocked, Soft, Clicked, Unsubscribed, Complained, CountedAt) = (counted.Sent, counted.Refused, counted.Hard, counted.Blocked, counted.Soft, counted.Clicked, counted.Unsubscribed, counted.Complained, at);
    }

    public sealed class BlastDomainMap : IEntityTypeConfiguration<BlastDomain>
    {
        public void Configure(EntityTypeBuilder<BlastDomain> domain) => domain.HasKey(d => new { d.NationId, d.BlastId, d.Provider, d.Domain });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<BlastDomain> BlastDomains => Set<BlastDomain>();
    }
}
