using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Preau.Feed;

/// <summary>How far a shared reader has come, and which process follows the feed for it now.</summary>
public sealed class ChangeReader
{
    public required string Name { get; init; }
    public long Xid { get; set; }
    public long Position { get; set; }
    public long LeasedUntilMs { get; set; }
    public string? Holder { get; set; }

    /// <summary>Every change that was in the store at this instant has reached the reader.</summary>
    public DateTimeOffset? CaughtUpAt { get; set; }
}

public sealed class ChangeReaderMap : IEntityTypeConfiguration<ChangeReader>
{
    public void Configure(EntityTypeBuilder<ChangeReader> reader) => reader.HasKey(r => r.Name);
}
