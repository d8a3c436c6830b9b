namespace Preau.Texting;

public enum TextGatewayKind
{
    None,
    Sandbox,
    Http,
    Twilio,
}

/// <summary>How a nation's texts leave and come in. Password, token and secrets are sealed: the store alone does not give them away.</summary>
public sealed class TextSettings
{
    public TextGatewayKind Gateway { get; set; }
    public string? Address { get; set; }
    public string? UserName { get; set; }
    public string? SealedPassword { get; set; }

    /// <summary>Where Twilio's interface is for this account; null for where it usually is.</summary>
    public string? TwilioAddress { get; set; }
    public string? AccountSid { get; set; }
    public string? SealedToken { get; set; }

    /// <summary>The messaging service of Twilio that chooses among its senders; null where there is none.</summary>
    public string? ServiceSid { get; set; }

    /// <summary>The number that texts come from. Whoever gets one answers it, so that it has to be a number. None where a messaging service chooses.</summary>
    public string? Sender { get; set; }

    /// <summary>Numbers beside it, for some countries, or that are only answered from.</summary>
    public IReadOnlyList<TextSender> MoreSenders { get; set; } = [];

    /// <summary>How many texts the gateway takes in a second.</summary>
    public int PerSecond { get; set; } = 10;

    /// <summary>What a hundred SMS cost, in cents; null while nobody said so.</summary>
    public long? HundredCost { get; set; }

    /// <summary>Where that is not so.</summary>
    public IReadOnlyList<TextPrice> MorePrices { get; set; } = [];

    /// <summary>Stands in the addresses at which the gateway tells us something.</summary>
    public string? SealedSecret { get; set; }

    /// <summary>The same for Twilio. Each way keeps its own, so that what an old gateway still tells is heard.</summary>
    public string? SealedTwilioSecret { get; set; }

    /// <summary>Of the numbers that have a price of their own.</summary>
    public IReadOnlyList<string> PriceBeginnings() => [.. MorePrices.Select(p => p.Beginning)];
}

/// <summary>What an operator decides.</summary>
public sealed class TextingOptions
{
    /// <summary>Where the sandbox listens; without it no nation can choose it.</summary>
    public Uri? Sandbox { get; set; }
}
