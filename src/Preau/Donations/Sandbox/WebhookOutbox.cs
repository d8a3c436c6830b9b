using System.Text.Json;

namespace Preau.Donations.Sandbox;

/// <summary>An event on its way to a merchant, with what became of it.</summary>
public sealed class WebhookDelivery(Uri url, string secret, GatewayEvent about, DateTimeOffset dueAt)
{
    public Uri Url => url;
    public string Secret => secret;
    public GatewayEvent About => about;
    public DateTimeOffset? DueAt { get; set; } = dueAt;
    public int Attempts { get; set; }
    public string Answer { get; set; } = "";
    public DateTimeOffset? DeliveredAt { get; set; }
}

/// <summary>
/// Tells merchants what happened, at least once and with growing gaps, signed. It only ever calls this machine: a sandbox that could be made
/// to post elsewhere would be a hole, not a toy.
/// </summary>
public sealed class WebhookOutbox(HttpClient http, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan[] Gaps = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1)];
    private readonly Lock gate = new();
    private readonly List<WebhookDelivery> deliveries = [];

    public IReadOnlyList<WebhookDelivery> Recent
    {
        get
        {
            lock (gate)
            {
                return [.. deliveries.AsEnumerable().Reverse().Take(100)];
            }
        }
    }

    public void Add(Uri url, string secret, GatewayEvent about, TimeSpan after)
    {
        lock (gate)
        {
            deliveries.Add(new WebhookDelivery(url, secret, about, clock.GetUtcNow() + after));
        }
    }

    /// <summary>Sends what is due, once each. Returns how many merchants said they have it.</summary>
    public async Task<int> DeliverDue(CancellationToken ct)
    {
        List<WebhookDelivery> due;
        lock (gate)
        {
            due = [.. deliveries.Where(d => d.DueAt <= clock.GetUtcNow())];
        }
        var delivered = 0;
        foreach (var delivery in due)
        {
            delivered += await Deliver(delivery, ct) ? 1 : 0;
        }
        return delivered;
    }

    /// <summary>Sends an event once more, as networks do when somebody presses the button.</summary>
    public Task<bool> Again(string eventId, CancellationToken ct)
    {
        WebhookDelivery? delivery;
        lock (gate)
        {
            delivery = deliveries.Find(d => d.About.Id == eventId);
        }
        return delivery is null ? Task.FromResult(false) : Deliver(delivery, ct);
    }

    private async Task<bool> Deliver(WebhookDelivery delivery, CancellationToken ct)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(delivery.About, Json);
        using var request = new HttpRequestMessage(HttpMethod.Post, delivery.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("Sandbox-Signature", Signature.Header(body, delivery.Secret, clock.GetUtcNow()));
        delivery.Attempts++;
        try
        {
            using var response = await http.SendAsync(request, ct);
            delivery.Answer = ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
            delivery.DeliveredAt = response.IsSuccessStatusCode ? clock.GetUtcNow() : null;
        }
        catch (Exception lost) when (lost is HttpRequestException || (lost is OperationCanceledException && !ct.IsCancellationRequested))
        {
            delivery.Answer = "unreachable";
        }
        delivery.DueAt = delivery.DeliveredAt is null && delivery.Attempts <= Gaps.Length ? clock.GetUtcNow() + Gaps[delivery.Attempts - 1] : null;
        return delivery.DeliveredAt is not null;
    }
}

/// <summary>Keeps the outbox going while the sandbox runs.</summary>
public sealed class WebhookPostman(WebhookOutbox outbox, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(300), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await outbox.DeliverDue(stoppingToken);
        }
    }
}
