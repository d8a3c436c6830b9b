namespace Preau.Donations.Sandbox;

public enum CardBehaviour
{
    Pays,
    Declines,

    /// <summary>Asks for 3-D Secure, where the holder may approve or refuse.</summary>
    Challenges,

    /// <summary>Pays, sends the donor back, and tells the merchant only later.</summary>
    PaysLate,

    /// <summary>Pays, and the holder's bank takes the money back.</summary>
    Disputes,

    /// <summary>Pays, and the network knows its fee only later.</summary>
    PricedLate,

    /// <summary>Pays half of what was asked, as no network should.</summary>
    PaysHalf,

    /// <summary>Pays, and takes nothing back: a refund is accepted and fails later.</summary>
    TakesNothingBack,
}

/// <summary>A card of the sandbox: its number decides what happens. All are made up and good for nothing elsewhere.</summary>
public sealed record TestCard(string Number, CardBehaviour Behaviour, string Country, string? Reason = null)
{
    public static readonly IReadOnlyList<TestCard> All =
    [
        new("4242424242424242", CardBehaviour.Pays, "FR"),
        new("4000002500003155", CardBehaviour.Challenges, "FR"),
        new("4000000000000002", CardBehaviour.Declines, "FR", "card_declined"),
        new("4000000000009995", CardBehaviour.Declines, "FR", "insufficient_funds"),
        new("4000000000000077", CardBehaviour.PaysLate, "FR"),
        new("4000000000000259", CardBehaviour.Disputes, "FR"),
        new("4000000000000119", CardBehaviour.PricedLate, "FR"),
        new("4000000000005126", CardBehaviour.TakesNothingBack, "FR"),
        new("4000000000000127", CardBehaviour.PaysHalf, "FR"),
        new("4000008400000000", CardBehaviour.Pays, "US"),
    ];

    public static TestCard? Find(string? typed)
    {
        var digits = new string([.. (typed ?? "").Where(char.IsAsciiDigit)]);
        return All.FirstOrDefault(c => string.Equals(c.Number, digits, StringComparison.Ordinal));
    }

    public string Grouped => string.Join(' ', Number.Chunk(4).Select(c => new string(c)));
}
