using System.Collections.Concurrent;

namespace Preau.Jobs.Tests;

public sealed record SendReceipt(long DonationId) : IJob;

public sealed class JobStoreTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(JobDialect.Sqlite), InlineData(JobDialect.Postgres)]
    public async Task No_job_is_claimed_twice_by_eight_claimers(JobDialect dialect)
    {
        await using var tables = await JobTables.On(dialect);
        for (var i = 0; i < 200; i++) await tables.Enqueue(new SendReceipt(i));
        var claimed = new ConcurrentBag<long>();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (await tables.Store.Claim(3, Minute, Ct) is { Count: > 0 } jobs)
            {
                foreach (var job in jobs) claimed.Add(job.Id);
            }
        }, Ct)));

        Assert.Equal(200, claimed.Count);
        Assert.Equal(200, claimed.Distinct().Count());
    }

    [Theory, InlineData(JobDialect.Sqlite), InlineData(JobDialect.Postgres)]
    public async Task A_job_is_enqueued_with_the_fact_or_not_at_all(JobDialect dialect)
    {
        await using var tables = await JobTables.On(dialect);
        await using var connection = await tables.Open(Ct);
        await using (var transaction = await connection.BeginTransactionAsync(Ct))
        {
            await tables.Store.Enqueue(connection, transaction, new SendReceipt(1), 7, null, Ct);
            await transaction.RollbackAsync(Ct);
        }

        Assert.Empty(await tables.Store.Claim(10, Minute, Ct));

        await using (var transaction = await connection.BeginTransactionAsync(Ct))
        {
            await tables.Store.Enqueue(connection, transaction, new SendReceipt(2), 7, null, Ct);
            await transaction.CommitAsync(Ct);
        }

        var job = Assert.Single(await tables.Store.Claim(10, Minute, Ct));
        Assert.Equal(7, job.OwnerId);
        Assert.Equal(new SendReceipt(2), JobKinds.Read<SendReceipt>(job.Body));
    }

    [Theory, InlineData(JobDialect.Sqlite), InlineData(JobDialect.Postgres)]
    public async Task A_job_of_a_dead_process_is_taken_over_when_its_lease_is_over(JobDialect dialect)
    {
        await using var tables = await JobTables.On(dialect);
        await tables.Enqueue(new SendReceipt(1));
        var first = Assert.Single(await tables.Store.Claim(1, Minute, Ct));

        tables.Clock.Advance(Minute - TimeSpan.FromSeconds(1));
        Assert.Empty(await tables.Store.Claim(1, Minute, Ct));
        tables.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = Assert.Single(await tables.Store.Claim(1, Minute, Ct));

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(2, second.Attempts);
        Assert.False(await tables.Store.Complete(first, Ct));
        Assert.False(await tables.Store.Renew(first, Minute, Ct));
        Assert.False(await tables.Store.Kill(first, "late", Ct));
        Assert.True(await tables.Store.Complete(second, Ct));
    }

    [Theory, InlineData(JobDialect.Sqlite), InlineData(JobDialect.Postgres)]
    public async Task A_renewed_lease_keeps_others_away(JobDialect dialect)
    {
        await using var tables = await JobTables.On(dialect);
        await tables.Enqueue(new SendReceipt(1));
        var job = Assert.Single(await tables.Store.Claim(1, Minute, Ct));

        tables.Clock.Advance(TimeSpan.FromSeconds(40));
        Assert.True(await tables.Store.Renew(job, Minute, Ct));
        tables.Clock.Advance(TimeSpan.FromSeconds(40));

        Assert.Empty(await tables.Store.Claim(1, Minute, Ct));
    }

    [Theory, InlineData(JobDialect.Sqlite), InlineData(JobDialect.Postgres)]
    public async Task A_job_for_later_waits_and_jobs_come_in_their_order(JobDialect dialect)
    {
        await using var tables = await JobTables.On(dialect);
        await tables.Enqueue(new SendReceipt(1), at: tables.Clock.GetUtcNow().AddHours(1));
        await tables.Enqueue(new SendReceipt(2));
        await tables.Enqueue(new SendReceipt(3));

        var now = await tables.Store.Claim(10, Minute, Ct);
        Assert.Equal([2, 3], now.Select(j => JobKinds.Read<SendReceipt>(j.Body).DonationId));
        tables.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(tables.Clock.GetUtcNow().AddSeconds(30), await tables.Store.NextAt(Ct));
        tables.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(3, (await tables.Store.Claim(10, Minute, Ct)).Count);
    }

    [Theory, InlineData(JobDialect.Sqlite), InlineData(JobDialect.Postgres)]
    public async Task A_dead_job_is_listed_for_its_owner_and_can_be_tried_again_or_deleted(JobDialect dialect)
    {
        await using var tables = await JobTables.On(dialect);
        await tables.Enqueue(new SendReceipt(1), ownerId: 7);
        var job = Assert.Single(await tables.Store.Claim(1, Minute, Ct));
        Assert.True(await tables.Store.Kill(job, "NullReferenceException: oops", Ct));

        Assert.Empty(await tables.Store.Dead(8, 10, Ct));
        var dead = Assert.Single(await tables.Store.Dead(7, 10, Ct));
        Assert.Equal(("NullReferenceException: oops", JobState.Dead), (dead.LastError, dead.State));
        Assert.Single(await tables.Store.Dead(null, 10, Ct));

        Assert.False(await tables.Store.Retry(dead.Id, 8, Ct));
        Assert.True(await tables.Store.Retry(dead.Id, 7, Ct));
        var again = Assert.Single(await tables.Store.Claim(1, Minute, Ct));
        Assert.Equal(1, again.Attempts);
        await tables.Store.Kill(again, "again", Ct);
        Assert.False(await tables.Store.Delete(dead.Id, 8, Ct));
        Assert.True(await tables.Store.Delete(dead.Id, 7, Ct));
        Assert.Empty(await tables.Store.Dead(null, 10, Ct));
    }

    [Theory, InlineData(JobDialect.Sqlite), InlineData(JobDialect.Postgres)]
    public async Task Done_jobs_are_swept_after_their_time(JobDialect dialect)
    {
        await using var tables = await JobTables.On(dialect);
        await tables.Enqueue(new SendReceipt(1));
        await tables.Store.Complete(Assert.Single(await tables.Store.Claim(1, Minute, Ct)), Ct);

        Assert.Equal(0, await tables.Store.Sweep(TimeSpan.FromDays(7), Ct));
        tables.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(1, await tables.Store.Sweep(TimeSpan.FromDays(7), Ct));
    }

    [Theory, InlineData(JobDialect.Sqlite), InlineData(JobDialect.Postgres)]
    public async Task A_recurring_turn_is_taken_by_one_of_several_processes(JobDialect dialect)
    {
        await using var tables = await JobTables.On(dialect);
        var nightly = new Recurring("nightly", new SendReceipt(0), TimeSpan.FromHours(24), PerOwner: true);

        var took = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => tables.Store.Recur(nightly, [1, 2], Ct), Ct)));

        Assert.Single(took, t => t);
        Assert.Equal(["nightly"], await tables.Store.Resting(Ct));
        Assert.Equal([1, 2], (await tables.Store.Claim(10, Minute, Ct)).Select(j => j.OwnerId).Order());
        tables.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Empty(await tables.Store.Resting(Ct));
        Assert.True(await tables.Store.Recur(nightly, [1, 2], Ct));
        Assert.Equal(2L, await tables.Ask<long>("select count(*) from job"));
    }
}
