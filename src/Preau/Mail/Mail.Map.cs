using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Mail;

namespace Preau.Mail
{
    public sealed class BlastMap : IEntityTypeConfiguration<Blast>, IEntityTypeConfiguration<BlastTotal>, IEntityTypeConfiguration<MailDelivery>
    {
        public void Configure(EntityTypeBuilder<Blast> blast) => blast.Ignore(b => b.IsTargeted).Ignore(b => b.IsText).Ignore(b => b.IsPattern).Ignore(b => b.IsTemplate).Ignore(b => b.PatternPath).Ignore(b => b.Trace);

        public void Configure(EntityTypeBuilder<BlastTotal> total) => total.Ignore(t => t.Waiting).Ignore(t => t.Lost).Ignore(t => t.Tried).Ignore(t => t.ClickedShare).HasKey(t => new { t.NationId, t.BlastId });

        public void Configure(EntityTypeBuilder<MailDelivery> delivery) => delivery.HasKey(d => new { d.NationId, d.Month, d.BlastId, d.PersonId });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<Blast> Blasts => Set<Blast>();
        public DbSet<BlastTotal> BlastTotals => Set<BlastTotal>();
        public DbSet<MailDelivery> MailDeliveries => Set<MailDelivery>();
        public DbSet<MailLink> MailLinks => Set<MailLink>();
        public DbSet<MailClick> MailClicks => Set<MailClick>();
    }
}
