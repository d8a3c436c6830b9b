using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Mail.Linked;

namespace Preau.Mail.Linked
{
    /// <summary>A document that mails and pages link to: a programme, a flyer, minutes. Whoever has its address may save it.</summary>
    public sealed partial class LinkedFile : INumbered
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }

        /// <summary>Where its bytes lie and what stands in its address; random, so that nobody guesses it.</summary>
        public required string Key { get; init; }

        /// <summary>As it is saved by whoever fetches it.</summary>
        public required string Name { get; init; }
        public long Bytes { get; init; }
        public long? AccountId { get; init; }
        public DateTimeOffset CreatedAt { get; init; }

        /// <summary>On the campaign's site.</summary>
        public string Path => "/files/" + Key;

        /// <summary>The keys that a text links to, as it was written or as it left.</summary>
        public static IEnumerable<string> KeysIn(string text) => Addresses().Matches(text).Select(m => m.Groups["key"].Value);

        [GeneratedRegex("/files/(?<key>[0-9a-f]{32})(?:[^0-9A-Za-z-]|$)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
        private static partial Regex Addresses();
    }

    public sealed class LinkedFileMap : IEntityTypeConfiguration<LinkedFile>
    {
        public void Configure(EntityTypeBuilder<LinkedFile> file) => file.Ignore(f => f.Path).HasIndex(f => new { f.NationId, f.Key }).IsUnique();
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<LinkedFile> LinkedFiles => Set<LinkedFile>();
    }
}
