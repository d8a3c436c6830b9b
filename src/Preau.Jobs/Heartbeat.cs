using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace Preau.Jobs;

/// <summary>Renews the lease of a running job, and stops the job when the lease is lost.</summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    private readonly CancellationTokenSource end = new();
    private readonly Task beating;

    public Heartbeat(JobStore store, JobRow job, TimeSpan lease, CancellationTokenSource work, TimeProvider clock, ILogger logger) =>
        beating = Beat(store, job, lease, work, clock, logger);

    public bool IsLost { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await beating;
        end.Dispose();
    }

    private async Task Beat(JobStore store, JobRow job, TimeSpan lease, CancellationTokenSource work, TimeProvider clock, ILogger logger)
    {
        var heldUntil = clock.GetUtcNow() + lease;
        using var timer = new PeriodicTimer(lease / 4, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(end.Token))
            {
                try
                {
                    IsLost = !await store.Renew(job, lease, end.Token);
                    if (!IsLost) heldUntil = clock.GetUtcNow() + lease;
                }
                catch (DbException problem)
                {
                    // The store may be back before the lease is over; after that the job is no longer ours.
                    logger.LogWarning(problem, "The lease of job {JobId} could not be renewed", job.Id);
                    IsLost = clock.GetUtcNow() >= heldUntil;
                }

                if (!IsLost) continue;
                await work.CancelAsync();
                return;
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The job came to its end.
        }
    }
}
