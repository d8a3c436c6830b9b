using Preau.Shared;

namespace Preau.Households;

/// <summary>What households and their corrections are called, in the user's language.</summary>
public sealed class HouseholdWords(Words words)
{
    public string Name(string name) => name.Length > 0 ? name : words["Household without a name"];

    /// <param name="seen">Surnames of those whom a reader sees who does not see everybody: a name made of all surnames would tell the others.</param>
    public string Name(Household household, IEnumerable<string> seen) => Name(household.IsNamed ? household.Name : Surnames.Together(seen.DistinctBy(NameKey.Of, StringComparer.Ordinal)));

    public string Of(CorrectionKind kind) => kind switch
    {
        CorrectionKind.Moved => words["Put into another household"],
        CorrectionKind.TakenOut => words["Taken out of the household"],
        CorrectionKind.Split => words["Made a household of their own"],
        CorrectionKind.Joined => words["Joined to another household"],
        CorrectionKind.Renamed => words["Household renamed"],
        CorrectionKind.LeftToRules => words["Left to the rules again"],
    };

    public static string Address(Household household) => string.Join(", ", new[] { household.Line1, household.Line2, $"{household.Postcode} {household.City}".Trim() }.Where(p => p.Length > 0));
}
