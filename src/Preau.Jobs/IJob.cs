namespace Preau.Jobs;

/// <summary>
/// A piece of background work as a small record of ids: what is to be done, not how. It is stored as JSON, so it has to survive a
/// restart and a new version of the program; it is not a place for documents, secrets or entities.
/// </summary>
public interface IJob;

/// <summary>
/// Does the work of one kind of job. It is made anew for each run, in a scope of its own.
/// A job may run twice (a process can die between the work and its record): a handler looks at what is already done first.
/// Throw <see cref="TryLater"/> for weather; any other exception that is not a time-out or a lost connection stops the job for good.
/// </summary>
public interface IHandle<in TJob> where TJob : IJob
{
    /// <param name="job">What is to be done.</param>
    /// <param name="ct">Cancelled when the program stops or when this runner has lost its lease of the job: stop at the next safe place.</param>
    Task Run(TJob job, CancellationToken ct);
}

/// <summary>The world outside did not answer this time: the job comes back after a growing gap, or after <see cref="Gap"/>.</summary>
public sealed class TryLater : Exception
{
    public TryLater()
    {
    }

    public TryLater(string message) : base(message)
    {
    }

    public TryLater(string message, Exception inner) : base(message, inner)
    {
    }

    public TryLater(string message, TimeSpan gap) : base(message) => Gap = gap;

    public TimeSpan? Gap { get; }
}
