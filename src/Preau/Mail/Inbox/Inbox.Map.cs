using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Mail.Inbox;

namespace Preau.Mail.Inbox
{
    public sealed class InboxMap : IEntityTypeConfiguration<InboxMail>, IEntityTypeConfiguration<ThreadReader>, IEntityTypeConfiguration<InboxRule>
    {
        public void Configure(EntityTypeBuilder<InboxMail> mail)
        {
            mail.HasIndex(m => new { m.NationId, m.MessageKey }).IsUnique();
            mail.HasIndex(m => new { m.NationId, m.EntryKey }).IsUnique();
        }

        public void Configure(EntityTypeBuilder<ThreadReader> reader) => reader.HasKey(r => new { r.NationId, r.MailThreadId, r.AccountId });

        public void Configure(EntityTypeBuilder<InboxRule> rule) => rule.Ignore(r => r.Folded);
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<MailThread> MailThreads => Set<MailThread>();
        public DbSet<InboxMail> InboxMails => Set<InboxMail>();
        public DbSet<ThreadReader> ThreadReaders => Set<ThreadReader>();
        public DbSet<SavedReply> SavedReplies => Set<SavedReply>();
        public DbSet<InboxRule> InboxRules => Set<InboxRule>();
    }
}
