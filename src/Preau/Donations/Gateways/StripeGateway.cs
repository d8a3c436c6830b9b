using System.Net;
using System.Text.Json;
using Stripe;
using Stripe.Checkout;

namespace Preau.Donations;

/// <summary>Stripe Checkout: the donor pays on Stripe's page, 3-D Secure included. What counts is fetched from Stripe again, not believed from the event.</summary>
public sealed class StripeGateway(HttpClient http, string secretKey, string webhookSecret, TimeProvider clock, string? apiBase = null) : IGateway
{
    private readonly StripeClient client = new(new StripeClientOptions
    {
        ApiKey = secretKey,
        ApiBase = apiBase,
        HttpClient = new SystemNetHttpClient(http, maxNetworkRetries: 1, enableTelemetry: false),
    });

    public string Name => "stripe";

    public string SignatureHeader => "Stripe-Signature";

    public async Task<Checkout> Open(CheckoutRequest request, CancellationToken ct)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["reference"] = request.Reference };
        var options = new SessionCreateOptions
        {
            Mode = "payment",
            SubmitType = "donate",
            ClientReferenceId = request.Reference,
            CustomerEmail = request.Email,
            Locale = request.Language,
            SuccessUrl = request.SuccessUrl.ToString(),
            CancelUrl = request.CancelUrl.ToString(),
            ExpiresAt = request.ExpiresAt.UtcDateTime,
            AllowedPaymentMethodTypes = ["card"],
            AdaptivePricing = new SessionAdaptivePricingOptions { Enabled = false },
            LineItems =
            [
                new SessionLineItemOptions
                {
                    Quantity = 1,
                    PriceData = new SessionLineItemPriceDataOptions
                    {
                        Currency = request.Currency.ToLowerInvariant(),
                        UnitAmount = request.AmountCents,
                        ProductData = new SessionLineItemPriceDataProductDataOptions { Name = request.Description },
                    },
                },
            ],
            Metadata = metadata,
            PaymentIntentData = new SessionPaymentIntentDataOptions { Metadata = metadata },
        };
        try
        {
            var session = await new SessionService(client).CreateAsync(options, Once(request.Key), ct);
            return new Checkout.Opened(session.Id, new Uri(session.Url));
        }
        catch (StripeException no) when (IsAnswer(no))
        {
            return new Checkout.Refused(no.StripeError?.Message ?? no.Message);
        }
        catch (Exception lost) when (IsWeather(lost, ct))
        {
            return new Checkout.Unreachable();
        }
    }

    public async Task<PaymentState> Look(string sessionId, CancellationToken ct)
    {
        try
        {
            var options = new SessionGetOptions { Expand = ["payment_intent.latest_charge.balance_transaction", "payment_intent.latest_charge.refunds"] };
            var session = await new SessionService(client).GetAsync(sessionId, options, requestOptions: null, ct);
            if (session.PaymentStatus == "paid")
            {
                var charge = session.PaymentIntent?.LatestCharge;
                return new PaymentState.Paid(
                    session.PaymentIntentId, session.AmountTotal ?? 0, session.Currency.ToUpperInvariant(),
                    FeeOf(charge?.BalanceTransaction, session.Currency), charge?.PaymentMethodDetails?.Card?.Country, RefundedOf(charge));
            }
            return session.Status == "expired" ? new PaymentState.Over() : new PaymentState.Open();
        }
        catch (StripeException no) when (no.HttpStatusCode == HttpStatusCode.NotFound)
        {
            return new PaymentState.Unknown();
        }
        catch (Exception lost) when (lost is StripeException || IsWeather(lost, ct))
        {
            return new PaymentState.Unreachable();
        }
    }

    public async Task<bool> Close(string sessionId, CancellationToken ct)
    {
        try
        {
            await new SessionService(client).ExpireAsync(sessionId, cancellationToken: ct);
            return true;
        }
        catch (Exception lost) when (lost is StripeException || IsWeather(lost, ct))
        {
            return await Look(sessionId, ct) is PaymentState.Over;
        }
    }

    public async Task<RefundOutcome> Refund(RefundRequest request, CancellationToken ct)
    {
        try
        {
            var options = new RefundCreateOptions { PaymentIntent = request.PaymentId, Amount = request.AmountCents };
            var refund = await new RefundService(client).CreateAsync(options, Once(request.Key), ct);
            return IsLost(refund.Status) ? new RefundOutcome.Refused(refund.FailureReason ?? refund.Status) : new RefundOutcome.Accepted(refund.Id);
        }
        catch (StripeException no) when (IsAnswer(no))
        {
            return new RefundOutcome.Refused(no.StripeError?.Message ?? no.Message);
        }
        catch (Exception lost) when (IsWeather(lost, ct))
        {
            return new RefundOutcome.Unreachable();
        }
    }

    public GatewayEvent? Read(byte[] body, string? signature)
    {
        if (!Signature.Holds(body, signature, webhookSecret, clock.GetUtcNow()))
        {
            return null;
        }
        // The few fields below are the same in every version of Stripe's API; the library's own types are those of one.
        using var json = JsonDocument.Parse(body);
        var type = json.RootElement.GetProperty("type").GetString() ?? "";
        var about = json.RootElement.GetProperty("data").GetProperty("object");
        var isRefund = type.StartsWith("refund.", StringComparison.Ordinal) || type.StartsWith("charge.refund.", StringComparison.Ordinal);
        var isSession = type.StartsWith("checkout.session.", StringComparison.Ordinal);
        return new GatewayEvent
        {
            Id = json.RootElement.GetProperty("id").GetString() ?? "",
            Kind = KindOf(type, about),
            SessionId = isSession ? Text(about, "id") : null,
            PaymentId = type.StartsWith("payment_intent.", StringComparison.Ordinal) ? Text(about, "id") : Text(about, "payment_intent"),
            RefundId = isRefund ? Text(about, "id") : null,
            Reference = Text(about, "client_reference_id") ?? (about.TryGetProperty("metadata", out var metadata) ? Text(metadata, "reference") : null),
            AmountCents = Number(about, "amount_total") ?? Number(about, "amount_refunded") ?? Number(about, "amount") ?? 0,
            Currency = (Text(about, "currency") ?? "eur").ToUpperInvariant(),
            Reason = about.TryGetProperty("last_payment_error", out var error) && error.ValueKind == JsonValueKind.Object ? Text(error, "code") : Text(about, isRefund ? "failure_reason" : "reason"),
        };
    }

    private static GatewayEventKind KindOf(string type, JsonElement about) => type switch
    {
        "checkout.session.completed" => Text(about, "payment_status") == "paid" ? GatewayEventKind.Paid : GatewayEventKind.Other,
        "checkout.session.async_payment_succeeded" => GatewayEventKind.Paid,
        "checkout.session.async_payment_failed" or "checkout.session.expired" => GatewayEventKind.Over,
        "payment_intent.payment_failed" => GatewayEventKind.Declined,
        "charge.refunded" => GatewayEventKind.Refunded,
        "refund.failed" => GatewayEventKind.RefundFailed,
        // What Stripe says of every change of a refund, in place of or beside «refund.failed».
        "refund.updated" or "charge.refund.updated" => IsLost(Text(about, "status")) ? GatewayEventKind.RefundFailed : GatewayEventKind.Other,
        // Payments are captured behind the donor's back: the fee is there up to an hour after the payment.
        "charge.updated" => Text(about, "balance_transaction") is null ? GatewayEventKind.Other : GatewayEventKind.FeeKnown,
        "charge.dispute.created" => IsInquiry(about) ? GatewayEventKind.Other : GatewayEventKind.Disputed,
        // An inquiry that became a dispute: only now has the bank taken the money.
        "charge.dispute.funds_withdrawn" => GatewayEventKind.Disputed,
        "charge.dispute.closed" => Text(about, "status") switch
        {
            "won" => GatewayEventKind.DisputeWon,
            "lost" => GatewayEventKind.DisputeLost,
            _ => GatewayEventKind.Other,
        },
        _ => GatewayEventKind.Other,
    };

    /// <summary>Null while Stripe does not know it, or keeps it in another currency.</summary>
    private static long? FeeOf(BalanceTransaction? booked, string currency) => booked?.Currency == currency ? booked.Fee : null;

    private static long RefundedOf(Charge? charge) => charge?.Refunds is { HasMore: false, Data: { } refunds }
        ? refunds.Where(r => !IsLost(r.Status)).Sum(r => r.Amount)
        : charge?.AmountRefunded ?? 0;

    private static bool IsLost(string? refundStatus) => refundStatus is "failed" or "canceled";

    /// <summary>The bank asks and no money moves: «warning_needs_response», «warning_under_review», «warning_closed».</summary>
    private static bool IsInquiry(JsonElement dispute) => Text(dispute, "status")?.StartsWith("warning_", StringComparison.Ordinal) == true;

    private static string? Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;

    private static RequestOptions Once(string key) => new() { IdempotencyKey = key };

    private static bool IsAnswer(StripeException no) => (int)no.HttpStatusCode is >= 400 and < 500 and not 409 and not 429;

    /// <summary>Nobody answered, or not in a way that settles anything. A caller who gave up is not weather.</summary>
    private static bool IsWeather(Exception lost, CancellationToken ct) =>
        lost is StripeException or HttpRequestException || (lost is OperationCanceledException && !ct.IsCancellationRequested);
}
