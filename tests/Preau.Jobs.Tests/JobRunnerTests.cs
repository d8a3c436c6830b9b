using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Preau.Jobs.Tests;

public sealed class JobRunnerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private sealed record Work(string Name) : IJob;

    private sealed class WorkHandler(Func<Work, CancellationToken, Task> run) : IHandle<Work>
    {
        public Task Run(Work job, CancellationToken ct) => run(job, ct);
    }

    private static JobRunner Runner(JobTables tables, Func<Work, CancellationToken, Task> run, TimeProvider? clock = null, JobOptions? options = null, JobBell? bell = null, params Recurring[] recurring)
    {
        var services = new ServiceCollection().AddScoped<IHandle<Work>>(_ => new WorkHandler(run)).BuildServiceProvider();
        var store = new JobStore(tables.Open, tables.Dialect, clock ?? tables.Clock);
        return new JobRunner(
            store, new JobKinds([JobKind.Of<Work>()]), bell ?? new JobBell(), (_, _) => ValueTask.FromResult(services.CreateAsyncScope()), _ => ValueTask.FromResult<IReadOnlyList<long?>>([null]),
            recurring, options ?? new JobOptions(), clock ?? tables.Clock, NullLogger<JobRunner>.Instance);
    }

    [Theory, InlineData(JobDialect.Sqlite), InlineData(JobDialect.Postgres)]
    public async Task Weather_comes_back_with_growing_gaps_and_a_bug_stops_at_once(JobDialect dialect)
    {
        await using var tables = await JobTables.On(dialect);
        await tables.Enqueue(new Work("weather"));
        await tables.Enqueue(new Work("bug"));
        using var runner = Runner(tables, (work, _) => work.Name == "bug" ? throw new InvalidOperationException("a bug") : throw new HttpRequestException("no answer"));

        Assert.Equal(2, await runner.RunDue(Ct));
        Assert.Equal("InvalidOperationException: a bug", Assert.Single(await tables.Store.Dead(null, 10, Ct)).LastError);

        var gaps = new List<TimeSpan>();
        for (var attempt = 2; attempt <= 10; attempt++)
        {
            var next = (await tables.Store.NextAt(Ct))!.Value;
            gaps.Add(next - tables.Clock.GetUtcNow());
            tables.Clock.SetUtcNow(next);
            Assert.Equal(1, await runner.RunDue(Ct));
        }

        Assert.InRange(gaps[0], TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(18));
        Assert.InRange(gaps[2], TimeSpan.FromSeconds(192), TimeSpan.FromSeconds(288));
        Assert.InRange(gaps[^1], TimeSpan.FromMinutes(48), TimeSpan.FromMinutes(72));
        Assert.Equal(2, (await tables.Store.Dead(null, 10, Ct)).Count);
    }

    [Theory, InlineData(JobDialect.Sqlite), InlineData(JobDialect.Postgres)]
    public async Task Weather_in_the_midst_of_long_work_is_not_the_tenth_trouble_of_one_that_does_not_get_ahead(JobDialect dialect)
    {
        await using var tables = await JobTables.On(dialect);
        await tables.Enqueue(new Work("an hour"));
        using var runner = Runner(tables, (_, _) =>
        {
            tables.Clock.Advance(TimeSpan.FromMinutes(6));
            throw new TimeoutException("busy");
        });
        for (var i = 0; i < 12; i++)
        {
            Assert.Equal(1, await runner.RunDue(Ct));
            tables.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Empty(await tables.Store.Dead(null, 10, Ct));
    }

    [Theory, InlineData(JobDialect.Sqlite), InlineData(JobDialect.Postgres)]
    public async Task A_job_that_ends_the_process_each_time_is_dead_at_last(JobDialect dialect)
    {
        await using var tables = await JobTables.On(dialect);
        await tables.Enqueue(new Work("crash"));
        for (var i = 0; i < 10; i++)
        {
            Assert.Single(await tables.Store.Claim(1, TimeSpan.FromMinutes(1), Ct));
            tables.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        using var runner = Runner(tables, (_, _) => throw new InvalidOperationException("This must not run."));
        await runner.RunDue(Ct);

        Assert.Contains("ended while this job ran", Assert.Single(await tables.Store.Dead(null, 10, Ct)).LastError, StringComparison.Ordinal);
    }

    [Theory, InlineData(JobDialect.Sqlite), InlineData(JobDialect.Postgres)]
    public async Task A_handler_may_say_when_to_come_back(JobDialect dialect)
    {
        await using var tables = await JobTables.On(dialect);
        await tables.Enqueue(new Work("later"));
        using var runner = Runner(tables, (_, _) => throw new TryLater("Greylisted.", TimeSpan.FromMinutes(30)));

        await runner.RunDue(Ct);

        Assert.Equal(tables.Clock.GetUtcNow().AddMinutes(30), await tables.Store.NextAt(Ct));
    }

    [Theory, InlineData(JobDialect.Sqlite), InlineData(JobDialect.Postgres)]
    public async Task A_running_service_takes_work_when_the_bell_rings_and_stops_gracefully(JobDialect dialect)
    {
        await using var tables = await JobTables.On(dialect);
        var started = new SemaphoreSlim(0);
        var finish = new TaskCompletionSource();
        var done = 0;
        var bell = new JobBell();
        using var runner = Runner(tables, async (_, ct) =>
        {
            started.Release();
            await finish.Task.WaitAsync(ct);
            Interlocked.Increment(ref done);
        }, TimeProvider.System, new JobOptions { Concurrency = 2, Poll = TimeSpan.FromMinutes(5), StopWithin = TimeSpan.FromSeconds(20) }, bell);
        await runner.StartAsync(Ct);
        for (var i = 0; i < 3; i++) await tables.Enqueue(new Work("slow"));
        bell.Ring();
        await started.WaitAsync(Ct);
        await started.WaitAsync(Ct);

        var stopping = runner.StopAsync(Ct);
        Assert.False(stopping.IsCompleted);
        finish.SetResult();
        await stopping;

        Assert.Equal(2, done);
        Assert.Equal(2L, await tables.Ask<long>("select count(*) from job where state = 'done'"));
        Assert.Equal(1L, await tables.Ask<long>("select count(*) from job where state = 'waiting' and leased_until = 0"));
    }

    [Theory, InlineData(JobDialect.Sqlite), InlineData(JobDialect.Postgres)]
    public async Task A_job_that_does_not_end_in_time_is_put_back_without_counting_as_an_attempt(JobDialect dialect)
    {
        await using var tables = await JobTables.On(dialect);
        var started = new TaskCompletionSource();
        using var runner = Runner(tables, async (_, ct) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, ct);
        }, TimeProvider.System, new JobOptions { StopWithin = TimeSpan.FromMilliseconds(100) });
        await tables.Enqueue(new Work("endless"));
        await runner.StartAsync(Ct);
        await started.Task.WaitAsync(Ct);

        await runner.StopAsync(Ct);

        Assert.Equal(1L, await tables.Ask<long>("select count(*) from job where state = 'waiting' and leased_until = 0 and attempts = 0"));
    }

    [Theory, InlineData(JobDialect.Sqlite), InlineData(JobDialect.Postgres)]
    public async Task A_runner_that_lost_its_lease_stops_the_job_and_leaves_it_alone(JobDialect dialect)
    {
        await using var tables = await JobTables.On(dialect);
        await tables.Enqueue(new Work("long"));
        var started = new TaskCompletionSource();
        using var runner = Runner(tables, async (_, ct) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, ct);
        }, TimeProvider.System, new JobOptions { Lease = TimeSpan.FromSeconds(1) });
        var running = Task.Run(() => runner.RunDue(Ct), Ct);
        await started.Task.WaitAsync(Ct);

        await tables.Do("update job set lease = 42, leased_until = 9223372036854775807");

        Assert.Equal(1, await running);
        Assert.Equal(1L, await tables.Ask<long>("select count(*) from job where state = 'waiting' and lease = 42"));
    }

    [Theory, InlineData(JobDialect.Sqlite), InlineData(JobDialect.Postgres)]
    public async Task A_heartbeat_keeps_a_long_job(JobDialect dialect)
    {
        await using var tables = await JobTables.On(dialect);
        await tables.Enqueue(new Work("long"));
        var started = new TaskCompletionSource();
        var finish = new TaskCompletionSource();
        using var runner = Runner(tables, async (_, ct) =>
        {
            started.SetResult();
            await finish.Task.WaitAsync(ct);
        }, TimeProvider.System, new JobOptions { Lease = TimeSpan.FromSeconds(1) });
        var running = Task.Run(() => runner.RunDue(Ct), Ct);
        await started.Task.WaitAsync(Ct);
        var until = await tables.Ask<long>("select leased_until from job");

        while (await tables.Ask<long>("select leased_until from job") <= until) await Task.Delay(20, Ct);
        finish.SetResult();
        await running;

        Assert.Equal(1L, await tables.Ask<long>("select count(*) from job where state = 'done'"));
    }

    [Theory, InlineData(JobDialect.Sqlite), InlineData(JobDialect.Postgres)]
    public async Task Recurring_work_runs_at_each_turn(JobDialect dialect)
    {
        await using var tables = await JobTables.On(dialect);
        var count = 0;
        using var runner = Runner(tables, (_, _) => { count++; return Task.CompletedTask; }, recurring: new Recurring("hourly", new Work("sweep"), TimeSpan.FromHours(1)));

        Assert.Equal(1, await runner.RunDue(Ct));
        Assert.Equal(0, await runner.RunDue(Ct));
        tables.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await runner.RunDue(Ct));

        Assert.Equal(2, count);
    }

    [Theory, InlineData(JobDialect.Sqlite), InlineData(JobDialect.Postgres)]
    public async Task A_job_that_this_version_does_not_know_waits_for_one_that_does(JobDialect dialect)
    {
        await using var tables = await JobTables.On(dialect);
        await tables.Enqueue(new SendReceipt(1));
        using var runner = Runner(tables, (_, _) => Task.CompletedTask);

        await runner.RunDue(Ct);

        Assert.Equal(1L, await tables.Ask<long>("select count(*) from job where state = 'waiting' and last_error is not null"));
    }
}
