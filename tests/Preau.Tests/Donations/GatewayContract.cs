using System.Text;
using Microsoft.Extensions.Time.Testing;
using Preau.Donations;

namespace Preau.Tests.Donations;

/// <summary>A gateway over a server that speaks its language, and the hands of the donor and of the network behind it.</summary>
public interface IGatewayRig : IAsyncDisposable
{
    IGateway Gateway { get; }
    IGateway WithWrongKey { get; }
    IGateway Unreachable { get; }
    string WebhookSecret { get; }

    Task Pay(string sessionId);
    Task Decline(string sessionId);

    /// <summary>Pays, and the gateway names its fee only when time has passed.</summary>
    Task PayWithFeeLater(string sessionId);

    /// <summary>Pays by a card to which nothing can be paid back: a refund is accepted, and fails when time has passed.</summary>
    Task PayWithoutWayBack(string sessionId);

    /// <summary>Time passes, and what happens late has happened.</summary>
    Task Later();

    /// <summary>The webhooks sent since the last call, as they came over the wire.</summary>
    Task<IReadOnlyList<(byte[] Body, string Signature)>> Webhooks();
}

/// <summary>What every gateway must do, whoever is behind it.</summary>
public abstract class GatewayContract : IAsyncLifetime
{
    private IGatewayRig? rig;

    protected FakeTimeProvider Clock { get; } = new(PreauApp.Start);
    protected IGatewayRig Rig => rig ?? throw new InvalidOperationException("The rig is made by InitializeAsync.");
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected abstract Task<IGatewayRig> Build();

    public async ValueTask InitializeAsync() => rig = await Build();

    public async ValueTask DisposeAsync()
    {
        await Rig.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_checkout_is_opened_once_for_one_key()
    {
        var first = await Open("key-1");
        var again = await Open("key-1");
        var other = await Open("key-2");

        Assert.Equal(first, again);
        Assert.NotEqual(first.SessionId, other.SessionId);
    }

    [Fact]
    public async Task The_same_key_for_another_amount_is_refused()
    {
        await Open("key-1");

        Assert.IsType<Checkout.Refused>(await Rig.Gateway.Open(Request("key-1") with { AmountCents = 9900 }, Ct));
    }

    [Fact]
    public async Task A_wrong_key_is_refused_and_silence_is_not_an_answer()
    {
        Assert.IsType<Checkout.Refused>(await Rig.WithWrongKey.Open(Request("key-1"), Ct));
        Assert.IsType<Checkout.Unreachable>(await Rig.Unreachable.Open(Request("key-1"), Ct));
        Assert.IsType<PaymentState.Unreachable>(await Rig.Unreachable.Look("cs_1", Ct));
        Assert.IsType<RefundOutcome.Unreachable>(await Rig.Unreachable.Refund(new("r", "pi_1", 100, "EUR"), Ct));
        Assert.False(await Rig.Unreachable.Close("cs_1", Ct));
    }

    [Fact]
    public async Task A_paid_checkout_is_told_by_a_signed_webhook_and_by_the_gateway_itself()
    {
        var session = await Open("key-1");
        Assert.IsType<PaymentState.Open>(await Rig.Gateway.Look(session.SessionId, Ct));

        await Rig.Pay(session.SessionId);

        var (body, signature) = Assert.Single(await Rig.Webhooks());
        var told = Rig.Gateway.Read(body, signature);
        Assert.Equal(GatewayEventKind.Paid, told?.Kind);
        Assert.Equal((session.SessionId, "attempt-1", 2500, "EUR"), (told?.SessionId, told?.Reference, told?.AmountCents, told?.Currency));
        var paid = Assert.IsType<PaymentState.Paid>(await Rig.Gateway.Look(session.SessionId, Ct));
        Assert.Equal((told?.PaymentId, 2500, "EUR", "FR"), (paid.PaymentId, paid.AmountCents, paid.Currency, paid.CardCountry));
        Assert.True(paid.FeeCents > 0);
    }

    [Fact]
    public async Task A_declined_card_leaves_the_checkout_open_and_says_why()
    {
        var session = await Open("key-1");

        await Rig.Decline(session.SessionId);

        var (body, signature) = Assert.Single(await Rig.Webhooks());
        var told = Rig.Gateway.Read(body, signature);
        Assert.Equal((GatewayEventKind.Declined, "attempt-1", "card_declined"), (told?.Kind, told?.Reference, told?.Reason));
        Assert.IsType<PaymentState.Open>(await Rig.Gateway.Look(session.SessionId, Ct));
    }

    [Fact]
    public async Task A_closed_checkout_is_over_and_a_paid_one_cannot_be_closed()
    {
        var left = await Open("key-1");
        var paid = await Open("key-2");
        await Rig.Pay(paid.SessionId);

        Assert.True(await Rig.Gateway.Close(left.SessionId, Ct));
        Assert.IsType<PaymentState.Over>(await Rig.Gateway.Look(left.SessionId, Ct));
        Assert.False(await Rig.Gateway.Close(paid.SessionId, Ct));
        Assert.IsType<PaymentState.Unknown>(await Rig.Gateway.Look("cs_nobody_knows", Ct));
    }

    [Fact]
    public async Task A_refund_happens_once_for_one_key_and_never_above_the_payment()
    {
        var session = await Open("key-1");
        await Rig.Pay(session.SessionId);
        await Rig.Webhooks();
        var payment = ((PaymentState.Paid)await Rig.Gateway.Look(session.SessionId, Ct)).PaymentId;

        var first = await Rig.Gateway.Refund(new("refund-1", payment, 2000, "EUR"), Ct);
        var again = await Rig.Gateway.Refund(new("refund-1", payment, 2000, "EUR"), Ct);
        var tooMuch = await Rig.Gateway.Refund(new("refund-2", payment, 501, "EUR"), Ct);

        Assert.IsType<RefundOutcome.Accepted>(first);
        Assert.Equal(first, again);
        Assert.IsType<RefundOutcome.Refused>(tooMuch);
        var (body, signature) = Assert.Single(await Rig.Webhooks());
        var told = Rig.Gateway.Read(body, signature);
        Assert.Equal((GatewayEventKind.Refunded, payment, 2000), (told?.Kind, told?.PaymentId, told?.AmountCents));
    }

    [Fact]
    public async Task A_fee_that_becomes_known_later_is_told_then()
    {
        var session = await Open("key-1");
        await Rig.PayWithFeeLater(session.SessionId);
        Assert.Equal([GatewayEventKind.Paid], (await Told()).Select(t => t.Kind));
        var paid = Assert.IsType<PaymentState.Paid>(await Rig.Gateway.Look(session.SessionId, Ct));
        Assert.Null(paid.FeeCents);

        await Rig.Later();

        var told = Assert.Single(await Told());
        Assert.Equal((GatewayEventKind.FeeKnown, paid.PaymentId, "attempt-1"), (told.Kind, told.PaymentId, told.Reference));
        Assert.True(Assert.IsType<PaymentState.Paid>(await Rig.Gateway.Look(session.SessionId, Ct)).FeeCents > 0);
    }

    [Fact]
    public async Task A_refund_that_fails_later_is_told_with_its_number_and_no_longer_counts()
    {
        var session = await Open("key-1");
        await Rig.PayWithoutWayBack(session.SessionId);
        var payment = ((PaymentState.Paid)await Rig.Gateway.Look(session.SessionId, Ct)).PaymentId;
        var refund = Assert.IsType<RefundOutcome.Accepted>(await Rig.Gateway.Refund(new("refund-1", payment, 2000, "EUR"), Ct));
        await Told();
        Assert.Equal(2000, Assert.IsType<PaymentState.Paid>(await Rig.Gateway.Look(session.SessionId, Ct)).RefundedCents);

        await Rig.Later();

        var told = await Told();
        Assert.NotEmpty(told);
        Assert.All(told, t => Assert.Equal(
            (GatewayEventKind.RefundFailed, refund.RefundId, payment, 2000, "expired_or_canceled_card"), (t.Kind, t.RefundId, t.PaymentId, t.AmountCents, t.Reason)));
        Assert.Equal(0, Assert.IsType<PaymentState.Paid>(await Rig.Gateway.Look(session.SessionId, Ct)).RefundedCents);
    }

    [Fact]
    public async Task Only_the_very_bytes_signed_lately_with_our_secret_are_believed()
    {
        var session = await Open("key-1");
        await Rig.Pay(session.SessionId);
        var (body, signature) = Assert.Single(await Rig.Webhooks());
        var altered = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace("2500", "9500", StringComparison.Ordinal));
        var spaced = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body) + "\n");
        var v1 = signature[(signature.IndexOf("v1=", StringComparison.Ordinal) + 3)..];

        Assert.NotNull(Rig.Gateway.Read(body, signature));
        Assert.NotNull(Rig.Gateway.Read(body, signature.Replace("v1=" + v1, $"v1={new string('0', 64)},v1={v1}", StringComparison.Ordinal)));
        Assert.Null(Rig.Gateway.Read(altered, signature));
        Assert.Null(Rig.Gateway.Read(spaced, signature));
        Assert.Null(Rig.Gateway.Read(body, Signature.Header(body, "another secret", Clock.GetUtcNow())));
        Assert.Null(Rig.Gateway.Read(body, Signature.Header(body, Rig.WebhookSecret, Clock.GetUtcNow().AddSeconds(-301))));
        Assert.NotNull(Rig.Gateway.Read(body, Signature.Header(body, Rig.WebhookSecret, Clock.GetUtcNow().AddSeconds(-299))));
        Assert.Null(Rig.Gateway.Read(body, null));
        Assert.Null(Rig.Gateway.Read(body, "t=soon,v1=nonsense"));
    }

    private async Task<IReadOnlyList<GatewayEvent>> Told() =>
        [.. (await Rig.Webhooks()).Select(w => Rig.Gateway.Read(w.Body, w.Signature) ?? throw new Xunit.Sdk.XunitException("A webhook is not believed."))];

    private async Task<Checkout.Opened> Open(string key) => Assert.IsType<Checkout.Opened>(await Rig.Gateway.Open(Request(key), Ct));

    private CheckoutRequest Request(string key) => new()
    {
        Key = key,
        Reference = "attempt-1",
        AmountCents = 2500,
        Currency = "EUR",
        Description = "Don à la campagne d’exemple",
        Email = "donor@example.org",
        Language = "fr",
        SuccessUrl = new Uri("http://n1.localhost/give/thanks/token"),
        CancelUrl = new Uri("http://n1.localhost/give/left/token"),
        WebhookUrl = new Uri("http://n1.localhost/gateways/sandbox/events"),
        ExpiresAt = Clock.GetUtcNow().AddMinutes(35),
    };
}
