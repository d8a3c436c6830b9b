using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Geography;

namespace Preau.Geography
{
    public enum GeoWorkKind
    {
        /// <summary>A file of addresses becomes the register.</summary>
        LoadAddresses,

        /// <summary>Everybody is looked up.</summary>
        PlaceEverybody,

        /// <summary>A file of boundaries comes in, then everybody is placed in them.</summary>
        LoadBoundaries,

        /// <summary>Everybody is placed in boundaries that came back.</summary>
        AssignBoundaries,
    }

    public static class GeoWorkKinds
    {
        /// <summary>The register belongs to the installation; the rest is everyday work.</summary>
        public static Permission Needed(this GeoWorkKind kind) => kind == GeoWorkKind.LoadAddresses ? Permission.ManageSettings : Permission.EditSegments;
    }

    public enum GeoWorkState
    {
        Running,
        Done,
        Cancelled,
        Failed,
    }

    /// <summary>Long work on the map: how far it is, and where a killed run goes on.</summary>
    public sealed class GeoWork : INumbered
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public GeoWorkKind Kind { get; init; }
        public GeoWorkState State { get; set; }

        /// <summary>The set of boundaries that it is about.</summary>
        public long? SubjectId { get; init; }
        public string FileName { get; init; } = "";

        /// <summary>Of the file that is loaded; of the register, while everybody is looked up in it.</summary>
        public string Path { get; set; } = "";

        /// <summary>Whether the file came through the panel and goes afterwards; what an operator put there stays.</summary>
        public bool IsUploaded { get; init; }
        public long Done { get; set; }
        public long Total { get; set; }

        /// <summary>Addresses taken, or people who have a point or an area now.</summary>
        public long Found { get; set; }

        /// <summary>The person that it stands at.</summary>
        public long LastId { get; set; }

        /// <summary>Why it failed, as a sentence of the program, and what it speaks of, a line each.</summary>
        public string? Problem { get; set; }
        public string? About { get; set; }
        public long? AccountId { get; init; }
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset? EndedAt { get; set; }
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<GeoWork> GeoWorks => Set<GeoWork>();
    }
}
