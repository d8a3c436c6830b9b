namespace Preau.Households;

/// <summary>The few things that a campaign can set about who is one household.</summary>
public sealed class HouseholdRules
{
    public const int Most = 20;

    /// <summary>An address with more people than these is nobody's home: a mistake in a list, or a place where people only get their post.</summary>
    public const int MostAtAddress = 1000;

    /// <summary>An address with more surnames than these is a building, and one household a surname.</summary>
    public int MostSurnames { get; set; } = 2;

    /// <summary>Two flats of one address are two homes, where the second line tells them apart.</summary>
    public bool TellsFlatsApart { get; set; }

    /// <summary>Whoever has neither a home nor a postal address lives where the electoral roll says.</summary>
    public bool UsesRoll { get; set; } = true;
}
