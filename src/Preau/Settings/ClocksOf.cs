namespace Preau.Settings;

/// <summary>The clocks on which French votes are held, and those of the other countries that campaigns begin in. Names are sentences to translate.</summary>
public static class ClocksOf
{
    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Europe/Paris"] = "Mainland France",
        ["America/Guadeloupe"] = "Guadeloupe",
        ["America/Martinique"] = "Martinique",
        ["America/Cayenne"] = "French Guiana",
        ["Indian/Reunion"] = "Réunion",
        ["Indian/Mayotte"] = "Mayotte",
        ["America/Miquelon"] = "Saint-Pierre-et-Miquelon",
        ["Pacific/Noumea"] = "New Caledonia",
        ["Pacific/Tahiti"] = "French Polynesia",
        ["Pacific/Wallis"] = "Wallis-et-Futuna",
        ["Europe/Brussels"] = "Brussels",
        ["Europe/London"] = "London",
        ["UTC"] = "UTC",
    };
}
