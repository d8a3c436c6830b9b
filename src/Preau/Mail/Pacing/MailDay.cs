using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Preau.Mail.Pacing
{
    /// <summary>What was handed over to one provider's mailboxes on one day, by the nation's clock, and what became of that by now.</summary>
    public sealed class MailDay : IOwned, IDerived
    {
        public NationId NationId { get; set; }
        public DateOnly Day { get; init; }
        public MailProvider Provider { get; init; }
        public long Sent { get; init; }
        public long Refused { get; init; }

        /// <summary>Put off by the relay; each of them comes again.</summary>
        public long PutOff { get; init; }

        /// <summary>Came back because nobody is there; because they did not want it from us, or as it was; for the moment.</summary>
        public long Hard { get; init; }
        public long Blocked { get; init; }
        public long Soft { get; init; }
        public long Complained { get; init; }
        public long Clicked { get; init; }
    }

    /// <summary>That a provider asked for fewer mails, for people to see.</summary>
    public sealed class MailLaneTrouble : IOwned, IDerived
    {
        public NationId NationId { get; set; }
        public MailProvider Provider { get; init; }
        public DateTimeOffset At { get; set; }
        public DateTimeOffset ClosedUntil { get; set; }

        /// <summary>As the relay said it.</summary>
        public required string Answer { get; set; }
    }

    public sealed class PacingMap : IEntityTypeConfiguration<MailDay>, IEntityTypeConfiguration<MailLaneTrouble>
    {
        public void Configure(EntityTypeBuilder<MailDay> day) => day.HasKey(d => new { d.NationId, d.Day, d.Provider });

        public void Configure(EntityTypeBuilder<MailLaneTrouble> trouble) => trouble.HasKey(t => new { t.NationId, t.Provider });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<Mail.Pacing.MailDay> MailDays => Set<Mail.Pacing.MailDay>();
        public DbSet<Mail.Pacing.MailLaneTrouble> MailLaneTroubles => Set<Mail.Pacing.MailLaneTrouble>();
    }
}
