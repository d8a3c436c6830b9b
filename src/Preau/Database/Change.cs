using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Preau;

/// <summary>One line of the change feed: what happened, to which people, in the transaction that did it.</summary>
public sealed class Change : IOwned, IEventRow
{
    public NationId NationId { get; set; }
    public int Month { get; init; }

    /// <summary>Given by the store. Order by (Xid, Position): on PostgreSQL a slow transaction may commit a smaller position later.</summary>
    public long Position { get; private set; }
    public long Xid { get; private set; }
    public DateTimeOffset At { get; init; }

    /// <summary>«person.changed», «person_tag.created», «import.applied»: the table or operation, and what happened to it.</summary>
    public required string Kind { get; init; }

    public long? SubjectId { get; init; }

    /// <summary>The people concerned, as numbers separated by commas; a bulk action has one line a batch.</summary>
    public string PersonIds { get; init; } = "";

    public IEnumerable<long> People => PersonIds.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse);
}

public sealed class ChangeMap : IEntityTypeConfiguration<Change>
{
    public void Configure(EntityTypeBuilder<Change> change)
    {
        change.HasKey(c => new { c.Month, c.Position });
        change.Property(c => c.Position).ValueGeneratedOnAdd();
        change.Property(c => c.Xid).ValueGeneratedOnAdd();
        change.Ignore(c => c.People);
    }
}

public sealed partial class Database
{
    public DbSet<Change> Changes => Set<Change>();
}
