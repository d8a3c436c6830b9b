namespace Preau;

/// <summary>Rings when something was written, so that runners in this process need not wait for their next look. Losing a ring costs a second, nothing else.</summary>
public sealed class Wakeups
{
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(300);
    private TaskCompletionSource bell = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Ring() => Interlocked.Exchange(ref bell, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Take this before looking for work: a ring after the look, but before the wait, is then not missed.</summary>
    public Task Next() => Volatile.Read(ref bell).Task;

    /// <summary>Take this too before looking, and wait for it before looking again: a send rings for each of its transactions, and one look then finds what they wrote in a third of a second.</summary>
    public static Task Gathered(TimeProvider clock, CancellationToken ct) => Task.Delay(Gather, clock, ct);
}
