using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Contacts;

namespace Preau.Contacts
{
    public sealed class ContactMap : IEntityTypeConfiguration<Contact>, IEntityTypeConfiguration<FollowUp>
    {
        /// <summary>What was taken back is not there for whoever does not ask for it by name.</summary>
        public const string RemovedFilter = "removed";

        public void Configure(EntityTypeBuilder<Contact> contact)
        {
            // «contact» alone is what the trail calls the ways to reach somebody.
            contact.ToTable("contact_log");
            contact.HasQueryFilter(RemovedFilter, c => c.RemovedAt == null);
        }

        public void Configure(EntityTypeBuilder<FollowUp> followUp)
        {
            followUp.HasQueryFilter(RemovedFilter, f => f.RemovedAt == null);
            followUp.HasOne<Contact>().WithMany().HasForeignKey(f => new { f.NationId, f.OutcomeId });
        }
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<Contact> Contacts => Set<Contact>();
        public DbSet<FollowUp> FollowUps => Set<FollowUp>();
    }
}
