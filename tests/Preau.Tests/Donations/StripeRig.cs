using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;
using Preau.Donations;

namespace Preau.Tests.Donations;

/// <summary>A server that speaks Stripe's API as far as we use it: form-encoded calls, JSON objects, idempotency keys, errors, signed events.</summary>
public sealed class StripeRig(TimeProvider clock) : IGatewayRig
{
    public const string SecretKey = "sk_test_right";
    private readonly Dictionary<string, JsonObject> sessions = new(StringComparer.Ordinal);
    private readonly List<JsonObject> refunds = [];
    private readonly HashSet<string> withoutFee = new(StringComparer.Ordinal);
    private readonly HashSet<string> withoutWayBack = new(StringComparer.Ordinal);
    private readonly List<Action> late = [];
    private readonly Dictionary<string, (string Request, string Answer)> keys = new(StringComparer.Ordinal);
    private readonly List<(byte[] Body, string Signature)> webhooks = [];
    private WebApplication? server;
    private int count;

    public static async Task<StripeRig> Start(TimeProvider clock)
    {
        var rig = new StripeRig(clock);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        rig.server = builder.Build();
        rig.server.MapPost("/v1/checkout/sessions", rig.Open);
        rig.server.MapGet("/v1/checkout/sessions/{id}", rig.Show);
        rig.server.MapPost("/v1/checkout/sessions/{id}/expire", rig.Expire);
        rig.server.MapPost("/v1/refunds", rig.Refund);
        await rig.server.StartAsync();
        return rig;
    }

    public string WebhookSecret => "whsec_right";
    public HttpMessageHandler Handler => server!.GetTestServer().CreateHandler();
    public IGateway Gateway => Of(SecretKey, Handler);
    public IGateway WithWrongKey => Of("sk_test_wrong", Handler);
    public IGateway Unreachable => Of(SecretKey, new Dead());

    public Task Pay(string sessionId)
    {
        var session = sessions[sessionId];
        (session["payment_status"], session["status"]) = ("paid", "complete");
        session["payment_intent"] = "pi_" + sessionId;
        Tell("checkout.session.completed", session.DeepClone().AsObject());
        return Task.CompletedTask;
    }

    public async Task PayWithFeeLater(string sessionId)
    {
        withoutFee.Add(sessionId);
        await Pay(sessionId);
        late.Add(() =>
        {
            withoutFee.Remove(sessionId);
            var charge = Charge(sessions[sessionId]);
            charge["balance_transaction"] = "txn_1";
            Tell("charge.updated", charge);
        });
    }

    public async Task PayWithoutWayBack(string sessionId)
    {
        withoutWayBack.Add("pi_" + sessionId);
        await Pay(sessionId);
    }

    public Task Later()
    {
        foreach (var happen in late) happen();
        late.Clear();
        return Task.CompletedTask;
    }

    public Task Decline(string sessionId)
    {
        var session = sessions[sessionId];
        Tell("payment_intent.payment_failed", new JsonObject
        {
            ["id"] = "pi_" + sessionId,
            ["object"] = "payment_intent",
            ["amount"] = session["amount_total"]!.DeepClone(),
            ["currency"] = "eur",
            ["metadata"] = new JsonObject { ["reference"] = session["client_reference_id"]!.DeepClone() },
            ["last_payment_error"] = new JsonObject { ["code"] = "card_declined", ["decline_code"] = "generic_decline" },
        });
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<(byte[] Body, string Signature)>> Webhooks()
    {
        IReadOnlyList<(byte[], string)> all = [.. webhooks];
        webhooks.Clear();
        return Task.FromResult(all);
    }

    public ValueTask DisposeAsync() => server!.DisposeAsync();

    private StripeGateway Of(string key, HttpMessageHandler handler) => new(new HttpClient(handler), key, WebhookSecret, clock, "http://localhost");

    private async Task<IResult> Open(HttpRequest request) => await Once(request, form =>
    {
        var id = $"cs_test_{++count}";
        sessions[id] = new JsonObject
        {
            ["id"] = id,
            ["object"] = "checkout.session",
            ["url"] = $"https://checkout.example/{id}",
            ["status"] = "open",
            ["payment_status"] = "unpaid",
            ["client_reference_id"] = form["client_reference_id"].ToString(),
            ["amount_total"] = long.Parse(form["line_items[0][price_data][unit_amount]"].ToString(), CultureInfo.InvariantCulture),
            ["currency"] = form["line_items[0][price_data][currency]"].ToString(),
            ["metadata"] = new JsonObject { ["reference"] = form["metadata[reference]"].ToString() },
        };
        return (200, sessions[id].ToJsonString());
    });

    private IResult Show(string id)
    {
        if (!sessions.TryGetValue(id, out var session))
        {
            return Error(404, "resource_missing", "No such checkout.session");
        }
        var shown = session.DeepClone().AsObject();
        if (shown["payment_intent"] is { } paid)
        {
            var charge = Charge(session);
            if (!withoutFee.Contains(id)) charge["balance_transaction"] = new JsonObject { ["id"] = "txn_1", ["object"] = "balance_transaction", ["fee"] = 63, ["currency"] = "eur" };
            charge["refunds"] = new JsonObject { ["object"] = "list", ["data"] = new JsonArray([.. RefundsOf(paid.GetValue<string>()).Select(r => r.DeepClone())]), ["has_more"] = false };
            shown["payment_intent"] = new JsonObject { ["id"] = paid.DeepClone(), ["object"] = "payment_intent", ["latest_charge"] = charge };
        }
        return Results.Text(shown.ToJsonString(), "application/json");
    }

    private IResult Expire(string id)
    {
        if (sessions[id]["status"]!.GetValue<string>() != "open")
        {
            return Error(400, "invalid_request_error", "Only open sessions can be expired.");
        }
        sessions[id]["status"] = "expired";
        return Results.Text(sessions[id].ToJsonString(), "application/json");
    }

    private async Task<IResult> Refund(HttpRequest request) => await Once(request, form =>
    {
        var payment = form["payment_intent"].ToString();
        var amount = long.Parse(form["amount"].ToString(), CultureInfo.InvariantCulture);
        var session = sessions.Values.Single(s => s["payment_intent"]?.GetValue<string>() == payment);
        var total = RefundsOf(payment).Where(r => r["status"]!.GetValue<string>() != "failed").Sum(r => r["amount"]!.GetValue<long>()) + amount;
        if (total > session["amount_total"]!.GetValue<long>())
        {
            return (400, """{"error":{"type":"invalid_request_error","message":"Refund amount is greater than unrefunded amount on charge"}}""");
        }
        var refund = new JsonObject
        {
            ["id"] = $"re_{++count}", ["object"] = "refund", ["amount"] = amount, ["charge"] = "ch_1", ["currency"] = "eur", ["metadata"] = new JsonObject(),
            ["payment_intent"] = payment, ["reason"] = null, ["status"] = "succeeded",
        };
        refunds.Add(refund);
        var charge = Charge(session);
        charge["amount_refunded"] = total;
        Tell("charge.refunded", charge);
        if (withoutWayBack.Contains(payment)) late.Add(() => Fail(refund));
        return (200, refund.ToJsonString());
    });

    // Stripe tells it under both names.
    private void Fail(JsonObject refund)
    {
        (refund["status"], refund["failure_reason"], refund["failure_balance_transaction"]) = ("failed", "expired_or_canceled_card", "txn_2");
        Tell("refund.failed", refund.DeepClone().AsObject());
        Tell("charge.refund.updated", refund.DeepClone().AsObject());
    }

    private IEnumerable<JsonObject> RefundsOf(string payment) => refunds.Where(r => r["payment_intent"]!.GetValue<string>() == payment);

    /// <summary>A charge as events carry it: what belongs to it by its number, and the metadata of the payment.</summary>
    private static JsonObject Charge(JsonObject session) => new()
    {
        ["id"] = "ch_1",
        ["object"] = "charge",
        ["amount"] = session["amount_total"]!.DeepClone(),
        ["amount_refunded"] = 0,
        ["balance_transaction"] = null,
        ["currency"] = "eur",
        ["metadata"] = session["metadata"]!.DeepClone(),
        ["payment_intent"] = session["payment_intent"]!.DeepClone(),
        ["payment_method_details"] = new JsonObject { ["type"] = "card", ["card"] = new JsonObject { ["country"] = "FR" } },
    };

    private async Task<IResult> Once(HttpRequest request, Func<IFormCollection, (int Status, string Json)> act)
    {
        if (request.Headers.Authorization != $"Bearer {SecretKey}")
        {
            return Error(401, "invalid_request_error", "Invalid API Key provided");
        }
        var form = await request.ReadFormAsync();
        var asked = string.Join('&', form.Select(f => $"{f.Key}={f.Value}"));
        var key = request.Headers["Idempotency-Key"].ToString();
        if (keys.TryGetValue(key, out var before))
        {
            return before.Request == asked ? Results.Text(before.Answer, "application/json") : Error(400, "idempotency_error", "Keys can only be used with the same parameters.");
        }
        var (status, json) = act(form);
        keys[key] = (asked, json);
        return Results.Text(json, "application/json", statusCode: status);
    }

    private void Tell(string type, JsonObject about)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["id"] = $"evt_{++count}",
            ["object"] = "event",
            ["type"] = type,
            ["data"] = new JsonObject { ["object"] = about },
        });
        webhooks.Add((body, Signature.Header(body, WebhookSecret, clock.GetUtcNow())));
    }

    private static IResult Error(int status, string type, string message) =>
        Results.Text(new JsonObject { ["error"] = new JsonObject { ["type"] = type, ["message"] = message } }.ToJsonString(), "application/json", statusCode: status);
}
