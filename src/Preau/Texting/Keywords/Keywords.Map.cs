using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Texting.Keywords;

namespace Preau.Texting.Keywords
{
    public sealed class KeywordsMap : IEntityTypeConfiguration<TextKeyword>
    {
        public const string RemovedFilter = "removed";

        public void Configure(EntityTypeBuilder<TextKeyword> keyword)
        {
            keyword.HasQueryFilter(RemovedFilter, k => k.RemovedAt == null);
            keyword.Ignore(k => k.Source).Ignore(k => k.TagNames);
            keyword.HasIndex(k => new { k.NationId, k.WordKey }).IsUnique();
        }
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<TextKeyword> TextKeywords => Set<TextKeyword>();
    }
}
