namespace Preau;

/// <summary>Rings when something was written, so that runners in this process need not wait for their next look. Losing a ring costs a second, nothing else.</summary>
public sealed class Wakeups
{
    private TaskCompletionSource bell = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Ring() => Interlocked.Exchange(ref bell, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Take this before looking for work: a ring after the look, but before the wait, is then not missed.</summary>
    public Task Next() => Volatile.Read(ref bell).Task;
}
