using Microsoft.EntityFrameworkCore;
using Preau.Mail.Blocks;

namespace Preau.Mail.Blocks
{
    /// <summary>A block that the campaign keeps, to be put into other mails. A mail gets a copy: what is changed later changes no mail.</summary>
    public sealed class SavedBlock : INumbered
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public required string Name
        {
            get;
            set
            {
                field = value;
                NameKey = Shared.NameKey.Of(value);
            }
        }

        public string NameKey { get; private set; } = "";

        /// <summary>A tree of blocks, as <see cref="BlockTree"/> writes it.</summary>
        public required string Body { get; set; }
        public long? AuthorId { get; init; }
        public DateTimeOffset ChangedAt { get; set; }
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<SavedBlock> SavedBlocks => Set<SavedBlock>();
    }
}
