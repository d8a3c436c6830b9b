using Microsoft.EntityFrameworkCore;

namespace Preau;

/// <summary>Who did what to which row, and when. Names of fields, never their values.</summary>
public sealed class AuditEntry : INumbered, IEventRow
{
    public NationId NationId { get; set; }
    public int Month { get; init; }
    public long Id { get; set; }
    public DateTimeOffset At { get; init; }
    public ActorKind Actor { get; init; }
    public long? AccountId { get; init; }
    public required string Action { get; init; }
    public long? SubjectId { get; init; }

    /// <summary>The person concerned. Without a foreign key: the line stays when the person is erased.</summary>
    public long? ConcernsId { get; init; }

    /// <summary>How many rows or people the action touched.</summary>
    public int Count { get; init; } = 1;
    public string? Details { get; init; }
}

public sealed partial class Database
{
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
}
