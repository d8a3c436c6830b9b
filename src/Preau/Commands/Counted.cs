using System.Globalization;

namespace Preau.Commands;

/// <summary>A number with what it counts, in the English of the command line.</summary>
internal static class Counted
{
    /// <param name="number">How many.</param>
    /// <param name="one">What one of them is called.</param>
    /// <param name="many">What several are called, where it is not the one with an «s».</param>
    public static string Of(long number, string one, string? many = null) => string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? one : many ?? one + "s")}");
}
