using Microsoft.EntityFrameworkCore;
using Preau.Imports.Templates;

namespace Preau.Imports.Templates
{
    /// <summary>What the columns of one kind of file become, kept under a name for the next file of that kind.</summary>
    public sealed class ImportTemplate : INumbered
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public required string Name { get; set; }

        /// <summary>Follows the name by itself; no two templates share one.</summary>
        public string NameKey { get => Shared.NameKey.Of(Name); private set { } }

        /// <summary>As <see cref="TemplateFile"/> writes it.</summary>
        public required string Body { get; set; }
        public long? AccountId { get; set; }
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset ChangedAt { get; set; }
        public DateTimeOffset? UsedAt { get; set; }
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<ImportTemplate> ImportTemplates => Set<ImportTemplate>();
    }
}
