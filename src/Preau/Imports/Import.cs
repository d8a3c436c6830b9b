using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Preau.Imports;

namespace Preau.Imports
{
    public enum ImportState
    {
        /// <summary>Uploaded; its columns are not matched yet.</summary>
        Uploaded,
        Running,
        Cancelled,
        Done,
        Failed,
        Undoing,
        Undone,
    }

    /// <summary>A file of people that was brought in.</summary>
    public sealed class Import : INumbered
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public required string FileName { get; init; }

        /// <summary>Below the data folder.</summary>
        public required string Path { get; init; }
        public required string Encoding { get; init; }
        public required string Delimiter { get; init; }

        /// <summary>Which column becomes what, as JSON.</summary>
        public string Mapping { get; set; } = "{}";
        public string? Tag { get; set; }
        public ImportState State { get; set; }
        public long Total { get; set; }
        public long Done { get; set; }
        public long CreatedCount { get; set; }
        public long ChangedCount { get; set; }
        public long SameCount { get; set; }
        public long RefusedCount { get; set; }

        /// <summary>People that an undo left, because something happened with them since.</summary>
        public long KeptCount { get; set; }
        public string? Problem { get; set; }
        public long? AccountId { get; init; }
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset? EndedAt { get; set; }

        public string Source => $"import:{Id}";

        public Dictionary<string, string> Targets() => JsonSerializer.Deserialize<Dictionary<string, string>>(Mapping) ?? [];

        public void MapTo(Dictionary<string, string> targets) => Mapping = JsonSerializer.Serialize(targets);
    }

    /// <summary>One value that an import set on a person's row, with what stood there before; or a row that it added.</summary>
    public sealed class ImportEffect : INumbered, IPersonOwned, IDerived
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public long ImportId { get; init; }
        public long PersonId { get; init; }
        public required string Entity { get; init; }

        /// <summary>The key of the row without its nation, as a JSON list.</summary>
        public required string RowKey { get; init; }
        public bool IsNew { get; init; }
        public string? Field { get; init; }
        public string? Before { get; init; }
        public string? After { get; init; }
    }

    /// <summary>A row of the file that could not be taken, and why.</summary>
    public sealed class ImportRefusal : INumbered, IDerived
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public long ImportId { get; init; }
        public long Line { get; init; }
        public required string Reason { get; init; }
        public required string RowText { get; init; }
    }

    public sealed class ImportMap : IEntityTypeConfiguration<Import>
    {
        public void Configure(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<Import> import) => import.Ignore(i => i.Source);
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<Import> Imports => Set<Import>();
        public DbSet<ImportEffect> ImportEffects => Set<ImportEffect>();
        public DbSet<ImportRefusal> ImportRefusals => Set<ImportRefusal>();
    }
}
