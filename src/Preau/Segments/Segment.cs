using Microsoft.EntityFrameworkCore;
using Preau.Segments;

namespace Preau.Segments
{
    /// <summary>People chosen by what is known of them: a saved tree, with the count as it stood when it was last counted.</summary>
    public sealed class Segment : INumbered
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public required string Name { get; set; }

        /// <summary>As <see cref="SegmentTree.Write"/> writes it.</summary>
        public required string Tree { get; set; }
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset ChangedAt { get; set; }
    }

    /// <summary>How many a segment holds, when that was counted, and since when something may have changed it. Written by the counting alone.</summary>
    public sealed class SegmentCount : IOwned, IDerived
    {
        public NationId NationId { get; set; }
        public long SegmentId { get; init; }
        public long Count { get; set; }
        public DateTimeOffset CountedAt { get; set; }
        public DateTimeOffset? StaleSince { get; set; }
    }

    public sealed class SegmentCountMap : IEntityTypeConfiguration<SegmentCount>
    {
        public void Configure(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<SegmentCount> count) => count.HasKey(c => new { c.NationId, c.SegmentId });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<Segment> Segments => Set<Segment>();
        public DbSet<SegmentCount> SegmentCounts => Set<SegmentCount>();
    }
}
