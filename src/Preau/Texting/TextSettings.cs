namespace Preau.Texting;

public enum TextGatewayKind
{
    None,
    Sandbox,
    Http,
}

/// <summary>How a nation's texts leave and come in. Password and secret are sealed: the store alone does not give them away.</summary>
public sealed class TextSettings
{
    public TextGatewayKind Gateway { get; set; }
    public string? Address { get; set; }
    public string? UserName { get; set; }
    public string? SealedPassword { get; set; }

    /// <summary>The number that texts come from. Whoever gets one answers it, so that it has to be a number.</summary>
    public string? Sender { get; set; }

    /// <summary>How many texts the gateway takes in a second.</summary>
    public int PerSecond { get; set; } = 10;

    /// <summary>What a hundred SMS cost, in cents; null while nobody said so.</summary>
    public long? HundredCost { get; set; }

    /// <summary>Stands in the addresses at which the gateway tells us something.</summary>
    public string? SealedSecret { get; set; }
}

/// <summary>What an operator decides.</summary>
public sealed class TextingOptions
{
    /// <summary>Where the sandbox listens; without it no nation can choose it.</summary>
    public Uri? Sandbox { get; set; }
}
