using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Texting.Peers;

namespace Preau.Texting.Peers
{
    public sealed class PeersMap : IEntityTypeConfiguration<TextCampaign>, IEntityTypeConfiguration<CampaignTexter>, IEntityTypeConfiguration<CampaignContact>, IEntityTypeConfiguration<ContactAnswer>
    {
        public void Configure(EntityTypeBuilder<TextCampaign> campaign) => campaign.Ignore(c => c.Canned);

        public void Configure(EntityTypeBuilder<CampaignTexter> texter) => texter.HasKey(t => new { t.NationId, t.TextCampaignId, t.AccountId });

        public void Configure(EntityTypeBuilder<CampaignContact> contact) => contact.HasIndex(c => new { c.NationId, c.TextCampaignId, c.NumberKey }).IsUnique();

        public void Configure(EntityTypeBuilder<ContactAnswer> answer) => answer.HasKey(a => new { a.NationId, a.CampaignContactId, a.ScriptQuestionId });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<TextCampaign> TextCampaigns => Set<TextCampaign>();
        public DbSet<ScriptQuestion> ScriptQuestions => Set<ScriptQuestion>();
        public DbSet<ScriptAnswer> ScriptAnswers => Set<ScriptAnswer>();
        public DbSet<CampaignTexter> CampaignTexters => Set<CampaignTexter>();
        public DbSet<CampaignContact> CampaignContacts => Set<CampaignContact>();
        public DbSet<ContactAnswer> ContactAnswers => Set<ContactAnswer>();
    }
}
