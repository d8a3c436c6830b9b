using Microsoft.EntityFrameworkCore;
using Preau.Files;

namespace Preau.Files
{
    /// <summary>A picture that somebody uploaded, kept in a few widths under the data folder and reached by a key that cannot be guessed.</summary>
    public sealed class StoredFile : INumbered
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public required string Key { get; init; }
        public required string Name { get; init; }

        /// <summary>What the picture shows, for those who do not see it. Empty only until it is used.</summary>
        public required string Alt { get; set; }
        public int Width { get; init; }
        public int Height { get; init; }
        public long Bytes { get; init; }
        public DateTimeOffset CreatedAt { get; init; }

        /// <summary>Its public address, at most <paramref name="width"/> wide.</summary>
        public string Path(int width = Pictures.Full) => Pictures.PathOf(Key, width);
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<StoredFile> StoredFiles => Set<StoredFile>();
    }
}
