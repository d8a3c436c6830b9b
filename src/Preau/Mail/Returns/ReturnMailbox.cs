using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Mail.Returns;

namespace Preau.Mail.Returns
{
    /// <summary>How far a return mailbox was read, and what it brought; or how a provider was asked last (<see cref="Providers"/>).</summary>
    public sealed class ReturnMailbox : IOwned, IDerived
    {
        public NationId NationId { get; set; }
        public required string Name { get; init; }

        /// <summary>When the server gives out its numbers anew, this changes, and ours mean nothing any more (RFC 3501, 2.3.1.1).</summary>
        public long UidValidity { get; set; }
        public long LastUid { get; set; }
        public DateTimeOffset? ReadAt { get; set; }

        /// <summary>Why it could not be read the last time, as a sentence of <see cref="ReturnTrouble"/>.</summary>
        public string? Trouble { get; set; }
        public long Bounces { get; set; }
        public long Complaints { get; set; }
        public long Leaves { get; set; }
        public long Automatic { get; set; }

        /// <summary>Named a mail by a token that is not of this campaign.</summary>
        public long Forged { get; set; }

        /// <summary>About no mail of ours: left unread, for people.</summary>
        public long Others { get; set; }

        public void Count(MailReturn read)
        {
            switch (read)
            {
                case MailReturn.Bounce or MailReturn.NobodyThere: Bounces++; break;
                case MailReturn.Complaint or MailReturn.Unwanted: Complaints++; break;
                case MailReturn.Leave: Leaves++; break;
                case MailReturn.Automatic: Automatic++; break;
                case MailReturn.Forged: Forged++; break;
                case MailReturn.Other: Others++; break;
            }
        }
    }

    public sealed class ReturnMailboxMap : IEntityTypeConfiguration<ReturnMailbox>
    {
        public void Configure(EntityTypeBuilder<ReturnMailbox> mailbox) => mailbox.HasKey(m => new { m.NationId, m.Name });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<ReturnMailbox> ReturnMailboxes => Set<ReturnMailbox>();
    }
}
