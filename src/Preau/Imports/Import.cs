using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Preau.Electors.Roll;
using Preau.Imports;
using Preau.Imports.Choices;
using Preau.People;

namespace Preau.Imports
{
    public enum ImportState
    {
        /// <summary>Uploaded; its columns are not matched yet.</summary>
        Uploaded,

        /// <summary>Being read from end to end, to say what it would do.</summary>
        Trying,
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
        public required string Encoding { get; set; }
        public required string Delimiter { get; set; }

        /// <summary>How large the file was that came, packed or not.</summary>
        public long Bytes { get; init; }

        /// <summary>Of a workbook, the sheet that is read; <see cref="Sheets"/> are all of them that hold something, as JSON.</summary>
        public string? Sheet { get; set; }
        public string Sheets { get; init; } = "[]";

        /// <summary>Whether its columns are those of an electoral roll, which nobody has to match.</summary>
        public ImportLayout Layout { get; set; }

        /// <summary>Which column becomes what, as JSON.</summary>
        public string Mapping { get; set; } = "{}";
        public string? Tag { get; set; }

        /// <summary>Columns that only fill what is empty, as JSON.</summary>
        public string Yields { get; set; } = "[]";

        /// <summary>By what rows may find people, as <see cref="MatchKeyNames"/> write it.</summary>
        public string Matching { get; set; } = MatchKeyNames.Write(MatchKeys.Usual);

        /// <summary>Where the file comes from and what allows to hold it: asked before it can run; null only in imports of before it was.</summary>
        public ImportOrigin? OriginKind { get; set; }
        public string? Origin { get; set; }
        public LegalBasis? Basis { get; set; }
        public string? BasisText { get; set; }
        public DateOnly? ObtainedOn { get; set; }

        /// <summary>What the history is searched by. Follows by itself.</summary>
        public string SearchKey { get => Shared.NameKey.Of($"{FileName} {Origin}"); private set { } }

        /// <summary>What the file would do, found by a dry run with this mapping, as JSON.</summary>
        public string? Trial { get; set; }

        /// <summary>Which comes first in the dates of each column that holds dates, as JSON.</summary>
        public string DateOrders { get; set; } = "{}";
        public ImportState State { get; set; }
        public long Total { get; set; }
        public long Done { get; set; }
        public long CreatedCount { get; set; }
        public long ChangedCount { get; set; }
        public long SameCount { get; set; }
        public long RefusedCount { get; set; }

        /// <summary>How often rows name another person; of those that were looked for since, for how many somebody was found, and for how many nobody.</summary>
        public long NamedCount { get; set; }
        public long RelatedCount { get; set; }
        public long UnrelatedCount { get; set; }

        /// <summary>People that an undo has looked at so far.</summary>
        public long UndoneCount { get; set; }

        /// <summary>People that an undo left, because something happened with them since.</summary>
        public long KeptCount { get; set; }
        public string? Problem { get; set; }
        public long? AccountId { get; init; }
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset? EndedAt { get; set; }

        /// <summary>When it was begun, went on, or brought in its last batch.</summary>
        public DateTimeOffset? MovedAt { get; set; }

        /// <summary>By when it had written all that it wrote; an undo ends it anew.</summary>
        public DateTimeOffset WroteUntil => MovedAt ?? (State == ImportState.Undone ? null : EndedAt) ?? CreatedAt;

        public string Source => $"{Sources}{Id}";

        public const string Sources = "import:";

        /// <summary>What its undo writes down, values and withdrawals alike, comes from here.</summary>
        public string UndoSource => $"{UndoSources}{Id}";

        public const string UndoSources = ConsentLedger.Undoing;

        /// <summary>Whether whom rows name is still to be looked for.</summary>
        public bool HasWaiting => RelatedCount + UnrelatedCount < NamedCount;

        public bool IsRoll => Layout != ImportLayout.People;

        public Dictionary<string, string> Targets() => JsonSerializer.Deserialize<Dictionary<string, string>>(Mapping) ?? [];

        public Dictionary<string, DateOrder> Dates() => JsonSerializer.Deserialize<Dictionary<string, DateOrder>>(DateOrders) ?? [];

        public string[] Yielding() => JsonSerializer.Deserialize<string[]>(Yields) ?? [];

        public string[] AllSheets() => JsonSerializer.Deserialize<string[]>(Sheets) ?? [];

        public MatchKeys Keys => MatchKeyNames.Read(Matching.Split(',', StringSplitOptions.RemoveEmptyEntries)) ?? MatchKeys.Usual;

        /// <summary>A trial was of the mapping that stood then, so it goes with it.</summary>
        public void MapTo(Dictionary<string, string> targets) => (Mapping, Trial) = (JsonSerializer.Serialize(targets), null);
    }

    /// <summary>What an import did to somebody who was known before it. Whom it created needs no such row: the person's source is the import.</summary>
    public sealed class ImportTouch : IPersonOwned, IDerived
    {
        public NationId NationId { get; set; }
        public long ImportId { get; init; }
        public long PersonId { get; init; }

        /// <summary>The last line of the file that spoke of the person in its batch.</summary>
        public long Line { get; init; }

        /// <summary>Values before and after, and rows that were added, as JSON.</summary>
        public required string Touches { get; init; }
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
        public void Configure(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<Import> import) => import.Ignore(i => i.Source).Ignore(i => i.UndoSource).Ignore(i => i.Keys).Ignore(i => i.IsRoll).Ignore(i => i.HasWaiting).Ignore(i => i.WroteUntil);
    }

    public sealed class ImportTouchMap : IEntityTypeConfiguration<ImportTouch>
    {
        public void Configure(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<ImportTouch> touch) => touch.HasKey(t => new { t.NationId, t.ImportId, t.PersonId, t.Line });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<Import> Imports => Set<Import>();
        public DbSet<ImportTouch> ImportTouches => Set<ImportTouch>();
        public DbSet<ImportRefusal> ImportRefusals => Set<ImportRefusal>();
    }
}
