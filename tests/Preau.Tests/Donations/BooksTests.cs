using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Donations;
using Preau.Donations.Sandbox;
using Preau.Donations.Settling;

namespace Preau.Tests.Donations;

/// <summary>Whatever gateways tell, in whatever order and however often: the books balance, and the day's totals are what the books say.</summary>
public sealed class BooksTests(GiftsApp app) : IClassFixture<GiftsApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Random_events_leave_balanced_books(int seed)
    {
        var random = new Random(seed);
        await using var nation = await app.NewCampaign();
        await Preau.Tests.Capital.CapitalTests.Type(nation, "Don", "10", Preau.Capital.Occasion.Gift);
        var sessions = new List<CardSession>();
        for (var i = 0; i < 5; i++)
        {
            var (_, session) = await nation.TakeAllowed(random.Next(10, 900), Gifts.Donor($"Donor{i} Number{i}"));
            sessions.Add(app.Sandbox.Network.Find(session)!);
            if (random.Next(4) > 0) await app.Sandbox.Pay(session);
        }

        var told = new List<GatewayEvent>();
        for (var i = 0; i < 60; i++)
        {
            var session = sessions[random.Next(sessions.Count)];
            var again = told.Count > 0 && random.Next(4) == 0;
            var next = again ? told[random.Next(told.Count)] : Event(session, random, i);
            told.Add(next);
            await Tell(nation, session, next);
        }

        await nation.BooksBalance();
        await Preau.Tests.Capital.CapitalTests.Balanced(nation);
        var db = nation.Db;
        async Task<long> Balance(params LedgerAccount[] accounts) => await db.LedgerEntries.Where(l => accounts.Contains(l.Account)).SumAsync(l => l.AmountCents, Ct);
        var days = await db.GiftDays.ToListAsync(Ct);
        Assert.Equal(await Balance(LedgerAccount.Gateway), days.Sum(d => d.ReceivedCents - d.RefundedCents - d.FeeCents));
        Assert.Equal(await Balance(LedgerAccount.Refunds), days.Sum(d => d.RefundedCents));
        Assert.Equal(await Balance(LedgerAccount.Fees), days.Sum(d => d.FeeCents));
        Assert.Equal(-await Balance(LedgerAccount.Gifts) - await Balance(LedgerAccount.Disputes), days.Sum(d => d.ReceivedCents));
        foreach (var gift in await db.Gifts.ToListAsync(Ct))
        {
            Assert.InRange(gift.RefundedCents, 0, gift.AmountCents);
            // Points stand for money that is there, and only for that.
            Assert.Equal(gift.Status == GiftStatus.Received ? 1000 : 0, await db.CapitalEntries.Where(e => e.Source == $"gift:{gift.Id}").SumAsync(e => e.AmountCents, Ct));
            var lines = await db.LedgerEntries.Where(l => l.GiftId == gift.Id).ToListAsync(Ct);
            Assert.Equal(lines.Count > 0 ? gift.AmountCents : 0, -lines.Where(l => l.Account == LedgerAccount.Gifts).Sum(l => l.AmountCents));
            Assert.Equal(gift.RefundedCents, lines.Where(l => l.Account == LedgerAccount.Refunds).Sum(l => l.AmountCents));
        }
    }

    [Fact]
    public async Task Money_back_that_is_told_before_the_payment_settles_both()
    {
        await using var nation = await app.NewCampaign();
        var (_, id) = await nation.TakeAllowed(50);
        await app.Sandbox.Pay(id);
        var session = app.Sandbox.Network.Find(id)!;
        session.GiveBack(5000);

        await nation.Services.GetRequiredService<RecordEvent>().Run(
            Gateway(session), new GatewayEvent { Id = "ev_early", Kind = GatewayEventKind.Refunded, PaymentId = session.PaymentId, Reference = session.Order.Reference, AmountCents = 5000 }, Ct);
        await app.Sandbox.Outbox.DeliverDue(Ct);

        Assert.Equal((GiftStatus.Refunded, 5000), await nation.Db.Gifts.Select(g => new ValueTuple<GiftStatus, long>(g.Status, g.RefundedCents)).SingleAsync(Ct));
        await nation.BooksBalance();
    }

    [Fact]
    public async Task Money_that_goes_back_or_comes_again_moves_only_the_points_that_it_took_itself()
    {
        await using var nation = await app.NewCampaign();
        var (early, sessionOfEarly) = await Paid(nation, "Early");
        await Preau.Tests.Capital.CapitalTests.Type(nation, "Don", "10", Preau.Capital.Occasion.Gift);
        sessionOfEarly.GiveBack(1000);

        await Tell(nation, sessionOfEarly, Of(sessionOfEarly, "ev_part", GatewayEventKind.Refunded) with { AmountCents = 1000 });

        // Nothing was given when the money came, so nothing is when some of it goes.
        Assert.Equal(1000, await nation.Db.Gifts.Where(g => g.Id == early).Select(g => g.RefundedCents).SingleAsync(Ct));
        Assert.Empty(await nation.Db.CapitalEntries.ToListAsync(Ct));

        var (won, sessionOfWon) = await Paid(nation, "Won");
        var (byHand, sessionOfByHand) = await Paid(nation, "Hand");
        var person = await nation.Db.Gifts.Where(g => g.Id == byHand).Select(g => g.PersonId).SingleAsync(Ct);
        await nation.Panel.Submit($"/people/{person}/capital", new { }, "/reversal");
        foreach (var session in new[] { sessionOfWon, sessionOfByHand }) await Tell(nation, session, Of(session, "ev_dispute" + session.Id, GatewayEventKind.Disputed));
        Assert.Equal(0, await nation.Db.CapitalBalances.SumAsync(b => b.BalanceCents, Ct));
        await nation.Db.CapitalTypes.ExecuteUpdateAsync(s => s.SetProperty(t => t.AmountCents, 7700), Ct);

        foreach (var session in new[] { sessionOfWon, sessionOfByHand }) await Tell(nation, session, Of(session, "ev_won" + session.Id, GatewayEventKind.DisputeWon));

        Assert.Equal([GiftStatus.Received, GiftStatus.Received], await nation.Db.Gifts.Where(g => g.Id == won || g.Id == byHand).Select(g => g.Status).ToListAsync(Ct));
        await Preau.Tests.Capital.CapitalTests.Balanced(nation);
        var balances = await nation.Db.CapitalBalances.ToDictionaryAsync(b => b.PersonId, b => b.BalanceCents, Ct);
        Assert.Equal(0, balances[person]);
        Assert.Equal(1000, balances.Values.Sum());
    }

    private async Task<(long Id, CardSession Session)> Paid(TestNation nation, string name)
    {
        var (id, session) = await nation.TakeAllowed(50, Gifts.Donor($"{name} Donor"));
        await app.Sandbox.Pay(session);
        await app.Sandbox.Outbox.DeliverDue(Ct);
        return (id, app.Sandbox.Network.Find(session)!);
    }

    private static GatewayEvent Of(CardSession session, string id, GatewayEventKind kind) =>
        new() { Id = id, Kind = kind, SessionId = session.Id, PaymentId = session.PaymentId, Reference = session.Order.Reference, AmountCents = session.Order.AmountCents, Currency = "EUR" };

    private async Task Tell(TestNation nation, CardSession session, GatewayEvent told)
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentNation>().Enter(nation.Facts);
        await scope.ServiceProvider.GetRequiredService<RecordEvent>().Run(Gateway(session), told, Ct);
    }

    // A paid event tells the whole amount; money back tells how much went back in all.
    private static GatewayEvent Event(CardSession session, Random random, int number) => Whole(session, new GatewayEvent
    {
        Id = $"ev_random_{number}",
        Kind = (GatewayEventKind)random.Next(10),
        RefundId = random.Next(2) == 0 ? $"re_{random.Next(3)}" : null,
        SessionId = random.Next(2) == 0 ? session.Id : null,
        PaymentId = session.PaymentId,
        Reference = session.Order.Reference,
        AmountCents = random.Next(2) == 0 ? session.Order.AmountCents : session.Order.AmountCents / 3,
        Currency = "EUR",
    });

    private static GatewayEvent Whole(CardSession session, GatewayEvent told)
    {
        if (told.Kind is not (GatewayEventKind.Refunded or GatewayEventKind.RefundFailed)) return told with { AmountCents = session.Order.AmountCents };
        // The network says the same when it is asked.
        var before = session.RefundedCents(PreauApp.Start);
        session.GiveBack(told.Kind == GatewayEventKind.RefundFailed ? -Math.Min(before, told.AmountCents) : Math.Max(told.AmountCents - before, 0));
        return told;
    }

    private SandboxGateway Gateway(CardSession session) => app.Sandbox.As(session.MerchantKey);
}
