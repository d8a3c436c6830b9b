using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Texting;

namespace Preau.Texting
{
    public sealed class TextingMap : IEntityTypeConfiguration<Conversation>, IEntityTypeConfiguration<TextMessage>
    {
        public void Configure(EntityTypeBuilder<Conversation> conversation) => conversation.HasIndex(c => new { c.NationId, c.NumberKey }).IsUnique();

        public void Configure(EntityTypeBuilder<TextMessage> text) => text.HasIndex(t => new { t.NationId, t.EntryKey }).IsUnique();
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<Conversation> Conversations => Set<Conversation>();
        public DbSet<TextMessage> TextMessages => Set<TextMessage>();
    }
}
