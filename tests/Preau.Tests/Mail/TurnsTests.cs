using Microsoft.Extensions.DependencyInjection;
using Preau.Mail;

namespace Preau.Tests.Mail;

/// <summary>Long mails of one campaign hold up neither those of another nor what single people wait for.</summary>
public sealed class TurnsTests(OneConnection app) : IClassFixture<OneConnection>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_long_mails_of_one_nation_give_way_to_another_nations_and_go_on_afterwards()
    {
        await using var relay = new FakeRelay { OnTaken = to => to.StartsWith('n') ? Task.Delay(25, Ct) : Task.CompletedTask };
        await using var busy = await app.NewNation();
        await using var other = await app.NewNation();
        var long1 = await Long(busy, relay);
        var long2 = await busy.Frozen(await busy.Seeds.Mail());
        await other.ReadyToMail(relay);
        await other.Seeds.Reader("theirs@example.org");
        var few = await other.Seeds.Mail();

        await using (await Running(() => relay.Mails.Count > 20))
        {
            await other.Frozen(few);
            await Until(() => relay.Mails.Any(m => m.To == "theirs@example.org"));
            foreach (var blast in new[] { long1, long2 })
            {
                Assert.Equal(BlastState.Sending, (await busy.Read(blast)).State);
                Assert.True((await busy.Total(blast)).Waiting > 0);
            }

            await Until(() => relay.Mails.Count == 401);
        }

        Assert.Equal(201, relay.Mails.Select(m => m.To).Distinct().Count());
        foreach (var blast in new[] { long1, long2 }) Assert.All(await busy.Deliveries(blast), d => Assert.Equal((DeliveryState.Sent, 1), (d.State, d.Attempts)));
    }

    [Fact]
    public async Task A_link_to_a_new_password_does_not_wait_for_mails_on_their_way()
    {
        await using var relay = new FakeRelay { OnTaken = to => to.StartsWith('n') ? Task.Delay(25, Ct) : Task.CompletedTask };
        await using var nation = await app.NewNation();
        var long1 = await Long(nation, relay);
        var long2 = await nation.Frozen(await nation.Seeds.Mail());
        await nation.Seeds.Account("ada@turns.example");

        await using (await Running(() => relay.Mails.Count > 20))
        {
            await nation.Stranger.Submit("/password", new { Form_Email = "ada@turns.example" });
            await nation.RunJobs();

            Assert.Contains(relay.Mails, m => m.To == "ada@turns.example");
            foreach (var blast in new[] { long1, long2 })
            {
                Assert.True((await nation.Total(blast)).Waiting > 0);
                Assert.True(await nation.Cancel(blast));
            }
        }
    }

    [Fact]
    public async Task Nor_for_the_freezing_of_a_large_audience()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        const int readers = Audience.PeopleAChunk + 1;
        await nation.Readers(readers);
        await nation.Seeds.Account("bea@turns.example");
        var blast = await nation.Seeds.Mail();
        Assert.IsType<Scheduling.Scheduled>(await nation.Schedule(blast, confirmed: readers));
        app.Clock.Advance(ScheduleBlast.Undo);
        await nation.Stranger.Submit("/password", new { Form_Email = "bea@turns.example" });
        var wasFrozen = true;
        relay.OnTaken = async _ => wasFrozen = (await nation.Read(blast)).FrozenAt is not null;

        // Each look at the clock finds that a turn is over.
        app.Clock.AutoAdvanceAmount = TimeSpan.FromSeconds(6);
        await nation.RunJobs();
        app.Clock.AutoAdvanceAmount = TimeSpan.Zero;

        Assert.Equal("bea@turns.example", Assert.Single(relay.Mails).To);
        Assert.False(wasFrozen);
        Assert.Equal(readers, (await nation.Total(blast)).Audience);
        Assert.NotNull((await nation.Read(blast)).FrozenAt);
    }

    private static async Task<Blast> Long(TestNation nation, FakeRelay relay)
    {
        await nation.ReadyToMail(relay);
        await nation.Readers(200);
        return await nation.Frozen(await nation.Seeds.Mail());
    }

    /// <summary>The runner as the program runs it, on a clock that hurries, once this much has happened.</summary>
    private async Task<IAsyncDisposable> Running(Func<bool> isUnderWay)
    {
        var runner = new Runner(app);
        await Until(isUnderWay);
        return runner;
    }

    private static async Task Until(Func<bool> isSo)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!isSo())
        {
            if (TimeProvider.System.GetElapsedTime(since) > Patience) throw new TimeoutException("It did not come to that.");
            await Task.Delay(5, Ct);
        }
    }

    private sealed class Runner : IAsyncDisposable
    {
        private readonly MailRunner runner;
        private readonly CancellationTokenSource end = new();
        private readonly Task ticking;

        public Runner(PreauApp app)
        {
            runner = ActivatorUtilities.CreateInstance<MailRunner>(app.Services);
            ticking = Task.Run(async () =>
            {
                await runner.StartAsync(CancellationToken.None);
                for (; !end.IsCancellationRequested; await Task.Delay(10)) app.Clock.Advance(TimeSpan.FromMilliseconds(50));
            });
        }

        public async ValueTask DisposeAsync()
        {
            await end.CancelAsync();
            await ticking;
            await runner.StopAsync(CancellationToken.None);
            runner.Dispose();
            end.Dispose();
        }
    }
}
