namespace Preau.Donations.Settling;

/// <summary>An event that a gateway told us. Its number is the key: told again, it is known.</summary>
public sealed class WebhookEvent : IOwned
{
    public NationId NationId { get; set; }
    public required string Gateway { get; init; }
    public required string EventId { get; init; }
    public GatewayEventKind Kind { get; init; }
    public long? GiftId { get; init; }

    /// <summary>«applied», «known already», «unknown checkout».</summary>
    public required string Outcome { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }
}
