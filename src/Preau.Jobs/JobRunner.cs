using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Preau.Jobs;

/// <summary>Makes the scope in which a job runs; the host enters the job's owner in it.</summary>
public delegate ValueTask<AsyncServiceScope> OpenJobScope(JobRow job, CancellationToken ct);

/// <summary>Lists the owners that a recurring job with <see cref="Recurring.PerOwner"/> is for.</summary>
public delegate ValueTask<IReadOnlyList<long?>> ListJobOwners(CancellationToken ct);

/// <summary>
/// Claims due jobs and runs them, several at once, keeping their leases alive. On stop it claims no more, waits, then cancels what
/// still runs and puts it back. It is not a scheduler of exact times: a job runs at its time or a little later.
/// </summary>
public sealed class JobRunner(
    JobStore store, JobKinds kinds, JobBell bell, OpenJobScope scopes, ListJobOwners owners, IEnumerable<Recurring> recurring,
    JobOptions options, TimeProvider clock, ILogger<JobRunner> logger) : BackgroundService
{
    private readonly List<Task> running = [];
    private DateTimeOffset sweptAt = DateTimeOffset.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var abandon = new CancellationTokenSource();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Recur(stoppingToken);
                await Fill(abandon.Token, stoppingToken);
                await Pause(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (DbException problem)
            {
                // The store is away (restart, fail-over): leases run out by themselves, we look again.
                logger.LogError(problem, "The job table could not be read");
                await Task.Delay(options.Poll * 5, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Stop(abandon);
    }

    /// <summary>Runs what is due now, one after the other, until nothing is. For tests and for commands that end.</summary>
    /// <returns>How many runs there were.</returns>
    public async Task<int> RunDue(CancellationToken ct)
    {
        await Recur(ct);
        for (var count = 0; ; count++)
        {
            var jobs = await store.Claim(1, options.Lease, ct);
            if (jobs.Count == 0) return count;
            await Run(jobs[0], ct);
        }
    }

    private async Task Recur(CancellationToken ct)
    {
        var resting = await store.Resting(ct);
        foreach (var one in recurring.Where(r => !resting.Contains(r.Name))) await store.Recur(one, one.PerOwner ? await owners(ct) : [null], ct);
        if (clock.GetUtcNow() - sweptAt < TimeSpan.FromHours(1)) return;
        sweptAt = clock.GetUtcNow();
        await store.Sweep(options.KeepDone, ct);
    }

    private async Task Fill(CancellationToken abandon, CancellationToken ct)
    {
        running.RemoveAll(r => r.IsCompleted);
        while (running.Count < options.Concurrency)
        {
            var jobs = await store.Claim(options.Concurrency - running.Count, options.Lease, ct);
            if (jobs.Count == 0) return;
            running.AddRange(jobs.Select(job => Task.Run(() => Run(job, abandon), CancellationToken.None)));
        }
    }

    private async Task Pause(CancellationToken ct)
    {
        if (running.Count < options.Concurrency)
        {
            await bell.Wait(options.Poll, clock, ct);
            return;
        }

        await Task.WhenAny([.. running, Task.Delay(options.Poll, clock, ct)]);
    }

    private async Task Stop(CancellationTokenSource abandon)
    {
        var all = Task.WhenAll(running);
        await Task.WhenAny(all, Task.Delay(options.StopWithin, clock));
        if (!all.IsCompleted) logger.LogWarning("{Count} jobs did not come to an end in time and are put back", running.Count(r => !r.IsCompleted));
        await abandon.CancelAsync();
        // A handler that ignores its token must not keep the program from ending; its lease then runs out.
        await Task.WhenAny(all, Task.Delay(TimeSpan.FromSeconds(5), clock));
    }

    private async Task Run(JobRow job, CancellationToken ct)
    {
        var record = await Work(job, ct);
        try
        {
            await record();
        }
        catch (DbException problem)
        {
            // The lease runs out and the job runs again, which handlers are written for.
            logger.LogError(problem, "The end of job {JobId} ({Kind}) could not be written down", job.Id, job.Kind);
        }
    }

    /// <summary>Runs the handler, and says what is to be written down about it.</summary>
    private async Task<Func<Task>> Work(JobRow job, CancellationToken ct)
    {
        if (job.Attempts > options.MaxAttempts) return () => store.Kill(job, job.LastError ?? "The program ended while this job ran, each time it was tried.", CancellationToken.None);
        // An older or newer process of the same installation may know it.
        if (kinds.Find(job.Kind) is not { } kind) return () => Fail(job, new TryLater($"This version of the program has no handler for {job.Kind}."), job.Attempts);

        var began = clock.GetUtcNow();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await using var heartbeat = new Heartbeat(store, job, options.Lease, stop, clock, logger);
        try
        {
            await using var scope = await scopes(job, stop.Token);
            await kind.Run(scope.ServiceProvider, job.Body, stop.Token);
            return () => store.Complete(job, CancellationToken.None);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return () => store.Release(job, CancellationToken.None);
        }
        catch (OperationCanceledException) when (heartbeat.IsLost)
        {
            logger.LogWarning("Job {JobId} ({Kind}) lost its lease and left it to another runner", job.Id, job.Kind);
            return () => Task.CompletedTask;
        }
        catch (Exception problem)
        {
            return () => Fail(job, problem, clock.GetUtcNow() - began < options.LongWork ? job.Attempts : 1);
        }
    }

    private async Task Fail(JobRow job, Exception problem, int attempts)
    {
        var error = Describe(problem);
        if (options.IsWeather(problem) && attempts < options.MaxAttempts)
        {
            var gap = (problem as TryLater)?.Gap ?? JobOptions.Gap(attempts);
            await store.Later(job, gap, error, attempts, CancellationToken.None);
            logger.LogInformation("Job {JobId} ({Kind}) comes back in {Gap} after attempt {Attempt}", job.Id, job.Kind, gap, attempts);
            return;
        }

        await store.Kill(job, error, CancellationToken.None);
        logger.LogError(problem, "Job {JobId} ({Kind}) stopped after attempt {Attempt}", job.Id, job.Kind, job.Attempts);
    }

    private static string Describe(Exception problem)
    {
        var text = $"{problem.GetType().Name}: {problem.Message}";
        return text.Length <= 1000 ? text : text[..1000];
    }
}
