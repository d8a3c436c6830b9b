using Preau.Mail;

namespace Preau.Kills;

/// <summary>What the mail server has, and what the store says about it.</summary>
/// <param name="Received">How often each address was written to.</param>
/// <param name="Deliveries">One for each person of the audience.</param>
/// <param name="Total">What screens show.</param>
public sealed record KillOutcome(IReadOnlyDictionary<string, int> Received, IReadOnlyList<MailDelivery> Deliveries, BlastTotal Total)
{
    public IEnumerable<string> Doubled => Received.Where(r => r.Value > 1).Select(r => r.Key);

    /// <summary>Never arrived, and nobody is told so.</summary>
    public IEnumerable<string> Lost => Deliveries.Where(d => d.State is not (DeliveryState.Unknown or DeliveryState.HeldOut) && !Received.ContainsKey(d.Address)).Select(d => d.Address);

    public int Unknown => Deliveries.Count(d => d.State == DeliveryState.Unknown);

    /// <summary>Left out on purpose: none of them may arrive.</summary>
    public int HeldOut => Deliveries.Count(d => d.State == DeliveryState.HeldOut);

    /// <summary>Arrived, and the store says neither that it was sent nor that this is not known.</summary>
    public IEnumerable<string> Denied => Deliveries.Where(d => d.State is not (DeliveryState.Sent or DeliveryState.Unknown) && Received.ContainsKey(d.Address)).Select(d => d.Address);
}
