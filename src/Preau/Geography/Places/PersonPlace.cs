using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Geography;

namespace Preau.Geography
{
    /// <summary>A point that somebody of the campaign chose. No file and no register touches it. Whoever was two records may have two: the later one holds.</summary>
    public sealed class PlacedByHand : INumbered, IPersonOwned
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public long PersonId { get; init; }
        public double Lat { get; set; }
        public double Lon { get; set; }

        /// <summary>The address that the person had then, so that a screen can say that it is another one now.</summary>
        public string AddressKey { get; set; } = "";
        public long? AuthorId { get; set; }
        public DateTimeOffset PlacedAt { get; set; }
    }

    /// <summary>
    /// Where somebody lives, as it follows from their address or from the hand: computed by <see cref="PlacePeople"/> and by nobody else. Whoever is archived, or has neither, has none.
    /// </summary>
    public sealed class PersonPlace : IPersonOwned, IDerived
    {
        public NationId NationId { get; set; }
        public long PersonId { get; init; }

        /// <summary>The address that was looked up, and what stood in it.</summary>
        public long? AddressId { get; init; }
        public string AddressKey { get; init; } = "";

        /// <summary>No point where nothing was found.</summary>
        public double? Lat { get; init; }
        public double? Lon { get; init; }
        public PlaceAccuracy Accuracy { get; init; }
        public int Score { get; init; }

        /// <summary>The address as the register has it.</summary>
        public string Label { get; init; } = "";

        /// <summary>The register's own name, «hand» or «demo».</summary>
        public string Source { get; init; } = "";

        /// <summary>Of the finest grid, interleaved: all cells of a coarser grid are ranges of it.</summary>
        public long? Cell { get; init; }
        public DateTimeOffset PlacedAt { get; init; }
    }

    /// <summary>How many people have a place of each accuracy.</summary>
    public sealed class PlaceTotal : IDerived
    {
        public NationId NationId { get; set; }
        public PlaceAccuracy Accuracy { get; init; }
        public long People { get; set; }
    }

    /// <summary>How many people live in a cell of the map's grid, and the sum of where: drawn at once, however many they are.</summary>
    public sealed class MapCell : IDerived
    {
        public NationId NationId { get; set; }
        public int Level { get; init; }
        public int X { get; init; }
        public int Y { get; init; }
        public long People { get; set; }
        public long LatSum { get; set; }
        public long LonSum { get; set; }
    }

    public sealed class PlaceMap : IEntityTypeConfiguration<PersonPlace>, IEntityTypeConfiguration<PlaceTotal>, IEntityTypeConfiguration<MapCell>
    {
        public void Configure(EntityTypeBuilder<PersonPlace> place) => place.HasKey(p => new { p.NationId, p.PersonId });

        public void Configure(EntityTypeBuilder<PlaceTotal> total) => total.HasKey(t => new { t.NationId, t.Accuracy });

        public void Configure(EntityTypeBuilder<MapCell> cell) => cell.HasKey(c => new { c.NationId, c.Level, c.X, c.Y });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<PlacedByHand> PlacedByHands => Set<PlacedByHand>();
        public DbSet<PersonPlace> PersonPlaces => Set<PersonPlace>();
        public DbSet<PlaceTotal> PlaceTotals => Set<PlaceTotal>();
        public DbSet<MapCell> MapCells => Set<MapCell>();
    }
}
