using Preau.Shared;

namespace Preau.Donations;

/// <summary>An amount as somebody typed it, where a mistake moves money: what can be read in two ways is asked for once more.</summary>
public static class TypedAmount
{
    /// <summary>False, with what to say, where <paramref name="typed"/> is no amount or more than one.</summary>
    public static bool Read(string? typed, string currency, Words words, out Money amount, out string problem)
    {
        typed ??= "";
        problem = "";
        if (!Money.TryParse(typed, currency, out amount)) problem = words["“{0}” is not an amount.", typed.Length <= 60 ? typed : typed[..60] + "…"];
        else if (Money.HasTwoReadings(typed, currency)) problem = words["“{0}” can be read in two ways: write {1} for a whole number, or two decimals.", typed, string.Concat(typed.Where(char.IsAsciiDigit))];
        return problem.Length == 0;
    }
}
