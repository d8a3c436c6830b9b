using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Donations;
using Preau.Donations.Listing;
using Preau.Donations.Settling;

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<Gift> Gifts => Set<Gift>();
        public DbSet<GiftDonor> GiftDonors => Set<GiftDonor>();
        public DbSet<GiftAttempt> GiftAttempts => Set<GiftAttempt>();
        public DbSet<GiftRefund> GiftRefunds => Set<GiftRefund>();
        public DbSet<GiftDay> GiftDays => Set<GiftDay>();
        public DbSet<LedgerEntry> LedgerEntries => Set<LedgerEntry>();
        public DbSet<WebhookEvent> WebhookEvents => Set<WebhookEvent>();
        public DbSet<GiftGate> GiftGates => Set<GiftGate>();
    }
}

namespace Preau.Donations
{
    public sealed class GiftMap : IEntityTypeConfiguration<Gift>, IEntityTypeConfiguration<GiftDonor>, IEntityTypeConfiguration<GiftDay>,
        IEntityTypeConfiguration<WebhookEvent>, IEntityTypeConfiguration<GiftGate>
    {
        public void Configure(EntityTypeBuilder<Gift> gift) => gift.Ignore(g => g.Amount).Ignore(g => g.Net).Ignore(g => g.Counts).Ignore(g => g.IsAcknowledged);

        public void Configure(EntityTypeBuilder<GiftDonor> donor) => donor.HasKey(d => new { d.NationId, d.GiftId });

        public void Configure(EntityTypeBuilder<GiftDay> day) => day.HasKey(d => new { d.NationId, d.Day, d.Method, d.Currency });

        public void Configure(EntityTypeBuilder<WebhookEvent> told) => told.HasKey(t => new { t.NationId, t.Gateway, t.EventId });

        public void Configure(EntityTypeBuilder<GiftGate> gate) => gate.HasKey(g => g.NationId);
    }
}
