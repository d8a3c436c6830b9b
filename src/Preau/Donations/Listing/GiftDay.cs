using Preau.Law;

namespace Preau.Donations.Listing;

/// <summary>What came in on one day of the nation's calendar by one means, so that no screen adds up gifts. Written where money is moved.</summary>
public sealed class GiftDay : IOwned, IDerived
{
    public NationId NationId { get; set; }
    public DateOnly Day { get; init; }
    public PaymentMethod Method { get; init; }
    public required string Currency { get; init; }
    public long Gifts { get; set; }
    public long ReceivedCents { get; set; }
    public long RefundedCents { get; set; }
    public long FeeCents { get; set; }
}
