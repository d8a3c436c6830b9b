using Preau.Law.Rules;
using Preau.Shared;

namespace Preau.Law;

/// <summary>The silences before one round.</summary>
/// <param name="Silences">One for each territory, the first to begin first.</param>
/// <param name="HomeTerritory">Where most vote.</param>
public sealed record SilentRound(IReadOnlyList<Silence> Silences, string? HomeTerritory)
{
    /// <summary>From when on somebody is silent.</summary>
    public DateTimeOffset From => Silences.Min(s => s.From);

    public DateTimeOffset Until => Silences.Max(s => s.Until);

    /// <summary>That at home, which stops whole messages; null once it is over.</summary>
    public Silence? Home => Silences.FirstOrDefault(s => s.Territory == HomeTerritory);

    public static string Name(string? territory, Words words) => territory switch
    {
        "FR" => words["Mainland France"],
        "guadeloupe" => words["Guadeloupe"],
        "martinique" => words["Martinique"],
        "guyane" => words["French Guiana"],
        "saint-pierre-et-miquelon" => words["Saint-Pierre-et-Miquelon"],
        "polynesie" => words["French Polynesia"],
        "americas" => words["French citizens in the Americas"],
        "reunion" => words["Réunion"],
        "mayotte" => words["Mayotte"],
        "nouvelle-caledonie" => words["New Caledonia"],
        "wallis-et-futuna" => words["Wallis-et-Futuna"],
        _ => territory ?? words["Everywhere"],
    };
}
