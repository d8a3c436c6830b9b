using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Preau.Donations.Sandbox;

namespace Preau.Donations;

/// <summary>The card network of demo and development. It is a process of its own, behaves as card networks do, and moves no money.</summary>
public sealed class SandboxGateway(HttpClient http, Uri network, string merchantKey, TimeProvider clock) : IGateway
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public string Name => "sandbox";

    public string SignatureHeader => "Sandbox-Signature";

    public async Task<Checkout> Open(CheckoutRequest request, CancellationToken ct)
    {
        var body = new CardOrder
        {
            Reference = request.Reference,
            AmountCents = request.AmountCents,
            Currency = request.Currency,
            Description = request.Description,
            Language = request.Language,
            SuccessUrl = request.SuccessUrl,
            CancelUrl = request.CancelUrl,
            WebhookUrl = request.WebhookUrl,
            ExpiresAt = request.ExpiresAt,
        };
        return await Call<CardSessionView>(HttpMethod.Post, "cards/v1/sessions", request.Key, body, ct) switch
        {
            { Body: { } session } => new Checkout.Opened(session.Id, new Uri(session.Url)),
            { Refusal: { } why } => new Checkout.Refused(why),
            _ => new Checkout.Unreachable(),
        };
    }

    public async Task<PaymentState> Look(string sessionId, CancellationToken ct) =>
        await Call<CardSessionView>(HttpMethod.Get, $"cards/v1/sessions/{Uri.EscapeDataString(sessionId)}", null, null, ct) switch
        {
            { Body: { Status: CardSessionStatus.Paid } paid } => new PaymentState.Paid(paid.PaymentId ?? "", paid.AmountCents, paid.Currency, paid.FeeCents, paid.CardCountry, paid.RefundedCents),
            { Body.Status: CardSessionStatus.Over } => new PaymentState.Over(),
            { Body: not null } => new PaymentState.Open(),
            { Status: HttpStatusCode.NotFound } => new PaymentState.Unknown(),
            _ => new PaymentState.Unreachable(),
        };

    public async Task<bool> Close(string sessionId, CancellationToken ct) =>
        await Call<CardSessionView>(HttpMethod.Post, $"cards/v1/sessions/{Uri.EscapeDataString(sessionId)}/closure", null, null, ct)
            is { Body.Status: CardSessionStatus.Over };

    public async Task<RefundOutcome> Refund(RefundRequest request, CancellationToken ct) =>
        await Call<CardRefundView>(HttpMethod.Post, "cards/v1/refunds", request.Key, new CardRefund(request.PaymentId, request.AmountCents), ct) switch
        {
            { Body: { } refund } => new RefundOutcome.Accepted(refund.Id),
            { Refusal: { } why } => new RefundOutcome.Refused(why),
            _ => new RefundOutcome.Unreachable(),
        };

    public GatewayEvent? Read(byte[] body, string? signature) =>
        Signature.Holds(body, signature, merchantKey, clock.GetUtcNow()) ? JsonSerializer.Deserialize<GatewayEvent>(body, Json) : null;

    private async Task<Answer<T>> Call<T>(HttpMethod method, string path, string? key, object? body, CancellationToken ct) where T : class
    {
        using var request = new HttpRequestMessage(method, new Uri(network, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", merchantKey);
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }
        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType(), options: Json);
        }
        try
        {
            using var response = await http.SendAsync(request, ct);
            if (response.IsSuccessStatusCode)
            {
                return new(response.StatusCode, await response.Content.ReadFromJsonAsync<T>(Json, ct), null);
            }
            var settles = (int)response.StatusCode is >= 400 and < 500;
            return new(response.StatusCode, null, settles ? await response.Content.ReadAsStringAsync(ct) : null);
        }
        catch (Exception lost) when (lost is HttpRequestException or JsonException || (lost is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return new(null, null, null);
        }
    }

    private sealed record Answer<T>(HttpStatusCode? Status, T? Body, string? Refusal) where T : class;
}
