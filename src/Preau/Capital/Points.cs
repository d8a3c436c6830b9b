using System.Globalization;
using Preau.Shared;

namespace Preau.Capital;

/// <summary>Points as people write and read them: «10», «2,5». Kept in hundredths.</summary>
public static class Points
{
    /// <summary>A million: more is a slip of the finger.</summary>
    public const long Most = 100_000_000;

    // Read as an amount of money is, with no sign of a currency that anybody would type.
    private const string Unit = "pts";

    /// <summary>Above nought and no more than can be meant.</summary>
    public static bool TryParse(string? text, out long cents)
    {
        var isRead = TryParseAny(text, out cents) && cents > 0;
        return isRead;
    }

    /// <summary>Below nought too, as files have it.</summary>
    public static bool TryParseAny(string? text, out long cents)
    {
        var isRead = Money.TryParse(text, Unit, out var read) && Math.Abs(read.Cents) <= Most;
        cents = isRead ? read.Cents : 0;
        return isRead;
    }

    /// <summary>With the page's culture.</summary>
    public static string Shown(long cents) => (cents / 100m).ToString("#,0.##", CultureInfo.CurrentCulture);

    /// <summary>With a sign, as a line of a ledger shows it.</summary>
    public static string WithSign(long cents) => (cents / 100m).ToString("+#,0.##;−#,0.##;0", CultureInfo.CurrentCulture);

    /// <summary>For forms and files.</summary>
    public static string Plain(long cents) => (cents / 100m).ToString("0.##", CultureInfo.InvariantCulture);

    public static string Of(long cents, Words words) => words.IsOne(cents / 100m) ? words["{0} point", Shown(cents)] : words["{0} points", Shown(cents)];
}
