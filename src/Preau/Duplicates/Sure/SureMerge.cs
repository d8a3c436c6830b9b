using Microsoft.EntityFrameworkCore;
using Preau.Duplicates;

namespace Preau.Duplicates
{
    public enum SureMergeState
    {
        Running,
        Done,
        Cancelled,
    }

    /// <summary>All sure pairs being merged, one after the other.</summary>
    public sealed class SureMerge : INumbered
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public SureMergeState State { get; set; }

        /// <summary>How many pairs there were when it was begun.</summary>
        public long Total { get; init; }
        public long Done { get; set; }

        /// <summary>Pairs that were looked at and are not sure any more, or can't be merged now.</summary>
        public long LeftCount { get; set; }

        /// <summary>The pair that it stands at.</summary>
        public long LastPersonId { get; set; }
        public long LastOtherId { get; set; }
        public long? AccountId { get; init; }
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset? EndedAt { get; set; }
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<SureMerge> SureMerges => Set<SureMerge>();
    }
}
