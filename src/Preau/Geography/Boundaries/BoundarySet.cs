using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Geography;

namespace Preau.Geography
{
    /// <summary>What the areas of a set are.</summary>
    public enum BoundaryKind
    {
        PollingStation,
        Commune,
        Canton,
        Constituency,
        District,
        Own,
    }

    public enum BoundarySetState
    {
        /// <summary>The file is there; which of its properties are code and name is still to be said.</summary>
        Uploaded,
        Loading,
        Ready,

        /// <summary>Stopped or broken before it was whole: nothing of it is drawn.</summary>
        Failed,
    }

    /// <summary>Areas that came with one file: the polling stations of a town, the cantons of a department.</summary>
    public sealed class BoundarySet : INumbered
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public string Name { get; private set; } = "";

        /// <summary>Two sets of one name would be one too many. A removed set gives its name free.</summary>
        public string NameKey { get; private set; } = "";
        public BoundaryKind Kind { get; set; }
        public BoundarySetState State { get; set; }
        public string FileName { get; init; } = "";
        public string Path { get; init; } = "";
        public string? CodeField { get; set; }
        public string? NameField { get; set; }

        /// <summary>The properties that the file's areas have, a line each.</summary>
        public string Fields { get; init; } = "";

        /// <summary>What was seen in the file when it came, as <see cref="BoundaryLook.Text"/> writes it: no screen reads the file again.</summary>
        public string Look { get; init; } = "";
        public int BoundaryCount { get; set; }

        /// <summary>Areas of the file that have no shape.</summary>
        public int LeftOut { get; set; }

        /// <summary>How many people live within one of them: goes with each that comes or leaves, so that no screen counts.</summary>
        public long People { get; set; }
        public long? AccountId { get; init; }
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset ChangedAt { get; set; }
        public DateTimeOffset? RemovedAt { get; private set; }

        public IReadOnlyList<string> FieldNames => Fields.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        public void Call(string name) => (Name, NameKey) = (name, Shared.NameKey.Of(name));

        public void Remove(DateTimeOffset at) => (RemovedAt, NameKey) = (at, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"#{Id}"));

        public void Restore() => (RemovedAt, NameKey) = (null, Shared.NameKey.Of(Name));
    }

    /// <summary>One area.</summary>
    public sealed class Boundary : INumbered
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public long BoundarySetId { get; init; }
        public string Code { get; set; } = "";
        public string Name { get; private set; } = "";

        /// <summary>Name and code folded: the order of lists.</summary>
        public string SortKey { get; private set; } = "";

        /// <summary>GeoJSON, to a tenth of a metre: where people live is asked of this.</summary>
        public string Shape { get; init; } = "";

        /// <summary>GeoJSON with fewer corners, to be drawn.</summary>
        public string Outline { get; init; } = "";
        public double West { get; init; }
        public double South { get; init; }
        public double East { get; init; }
        public double North { get; init; }
        public long People { get; set; }

        public string Label => LabelOf(Name, Code);

        public void Call(string name) => (Name, SortKey) = (name, SortOf(name, Code));

        public static string LabelOf(string name, string code) => code.Length == 0 || code == name ? name : $"{name} ({code})";

        /// <summary>«Bureau 2» stands before «Bureau 10».</summary>
        public static string SortOf(string name, string code) =>
            string.Join(' ', Shared.NameKey.Words(name).Concat(Shared.NameKey.Words(code)).Select(w => w.Length < 8 && w.All(char.IsAsciiDigit) ? w.PadLeft(8, '0') : w));
    }

    /// <summary>Within which area of a set somebody lives.</summary>
    public sealed class PersonBoundary : IPersonOwned, IDerived
    {
        public NationId NationId { get; set; }
        public long BoundarySetId { get; init; }
        public long PersonId { get; init; }
        public long BoundaryId { get; init; }
    }

    public sealed class BoundaryMap : IEntityTypeConfiguration<BoundarySet>, IEntityTypeConfiguration<Boundary>, IEntityTypeConfiguration<PersonBoundary>
    {
        public void Configure(EntityTypeBuilder<BoundarySet> set) => set.Ignore(s => s.FieldNames);

        public void Configure(EntityTypeBuilder<Boundary> boundary) => boundary.Ignore(b => b.Label);

        public void Configure(EntityTypeBuilder<PersonBoundary> row) => row.HasKey(r => new { r.NationId, r.BoundarySetId, r.PersonId });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<BoundarySet> BoundarySets => Set<BoundarySet>();
        public DbSet<Boundary> Boundaries => Set<Boundary>();
        public DbSet<PersonBoundary> PersonBoundaries => Set<PersonBoundary>();
    }
}
