namespace Preau.Jobs;

/// <summary>Where a job stands.</summary>
public enum JobState
{
    /// <summary>Not done yet: due, later, or running under a lease.</summary>
    Waiting,

    /// <summary>Done; swept away after some days.</summary>
    Done,

    /// <summary>Stopped by a bug or after too many attempts. Somebody has to look: it never runs again by itself.</summary>
    Dead,
}

/// <summary>
/// A job as it stands in the table <c>job</c>. Instants are milliseconds since 1970, as integers, so that every writer of the table
/// agrees on them. It can be mapped as an entity: a row that is added by the unit of work which states the fact is enqueued with it.
/// </summary>
public sealed class JobRow
{
    /// <summary>Given by the store.</summary>
    public long Id { get; private set; }

    /// <summary>Whose work it is; none for work of the whole installation.</summary>
    public long? OwnerId { get; init; }

    /// <summary>The name of the job's record.</summary>
    public required string Kind { get; init; }

    /// <summary>The job's record as JSON.</summary>
    public required string Body { get; init; }

    /// <summary>Not before this instant.</summary>
    public long RunAt { get; set; }

    /// <summary>Until when a runner holds it; 0 when nobody does.</summary>
    public long LeasedUntil { get; set; }

    /// <summary>The token of the present lease: what a runner says about a job counts only while its token is still there.</summary>
    public long Lease { get; set; }

    /// <summary>How often it was started, counting a run that is under way.</summary>
    public int Attempts { get; set; }
    public JobState State { get; set; }
    public string? LastError { get; set; }
    public long CreatedAt { get; init; }

    /// <summary>When it was done or given up.</summary>
    public long? EndedAt { get; set; }

    /// <summary>A row for <paramref name="job"/>, to be added to a unit of work.</summary>
    public static JobRow Of(IJob job, long? ownerId, DateTimeOffset now, DateTimeOffset? at = null) => new()
    {
        OwnerId = ownerId,
        Kind = JobKinds.NameOf(job.GetType()),
        Body = JobKinds.Write(job),
        RunAt = (at ?? now).ToUnixTimeMilliseconds(),
        CreatedAt = now.ToUnixTimeMilliseconds(),
    };

    internal static JobRow Stored(long id, long? ownerId, string kind, string body, long createdAt) =>
        new() { Id = id, OwnerId = ownerId, Kind = kind, Body = body, CreatedAt = createdAt };
}
