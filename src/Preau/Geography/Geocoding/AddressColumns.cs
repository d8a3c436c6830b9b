using System.Globalization;
using Preau.Shared;

namespace Preau.Geography;

/// <summary>Which column of a file of addresses is what: by the names of the national base (BAN) and of what communes publish (BAL).</summary>
internal sealed record AddressColumns(int Number, int Suffix, int Street, int Postcode, int Code, int Key, int City, int Lon, int Lat, int Former, int FormerCode)
{
    private static readonly string[] Needed = ["numero", "nom_voie", "code_insee", "lon", "lat"];

    public int Last => new[] { Number, Suffix, Street, Postcode, Code, Key, City, Lon, Lat, Former, FormerCode }.Max();

    /// <exception cref="AddressesRefused">A column is missing.</exception>
    public static AddressColumns Of(IReadOnlyList<string> headers)
    {
        var names = headers.Select(h => NameKey.Of(h.Replace('_', ' '))).ToList();
        int At(params string[] known) => known.Select(k => names.IndexOf(k)).FirstOrDefault(i => i >= 0, -1);
        var columns = new AddressColumns(
            At("numero"), At("rep", "suffixe"), At("nom voie", "voie nom"), At("code postal"), At("code insee", "commune insee"), At("cle interop"), At("nom commune", "commune nom"),
            At("lon", "long", "longitude"), At("lat", "latitude"), At("nom ancienne commune", "commune deleguee nom"), At("code insee ancienne commune", "commune deleguee insee"));
        string?[] missing =
        [
            columns.Number < 0 ? Needed[0] : null, columns.Street < 0 ? Needed[1] : null, columns.Code < 0 && columns.Key < 0 ? Needed[2] : null, columns.Lon < 0 ? Needed[3] : null, columns.Lat < 0 ? Needed[4] : null,
        ];
        return missing.Any(m => m is not null) || columns.City < 0
            ? throw new AddressesRefused("The file has no column {0}. It is a CSV of addresses with numero, rep, nom_voie, code_postal, code_insee, nom_commune, lon and lat, as the Base Adresse Nationale gives it.", missing.OfType<string>().FirstOrDefault() ?? "nom_commune")
            : columns;
    }

    /// <summary>The code of the commune: its own column, else the beginning of the key that communes give each address.</summary>
    public string CodeOf(Func<int, string> cell)
    {
        var own = Code >= 0 ? cell(Code).Trim().ToUpperInvariant() : "";
        if (own.Length == 0 && Key >= 0 && cell(Key) is { Length: > 5 } key && key[5] == '_') own = key[..5].ToUpperInvariant();
        return IsCode(own) ? own : "";
    }

    // Corsica has a letter in the second place.
    private static bool IsCode(string code) => code.Length == 5 && !code.StartsWith("00", StringComparison.Ordinal) && char.IsAsciiDigit(code[0]) && (char.IsAsciiDigit(code[1]) || code[1] is 'A' or 'B') && code.AsSpan(2).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>The number of the house; nothing for a place without numbers, which the registers write as 0 or 9999.</summary>
    public static int NumberOf(string text)
    {
        var digits = text.AsSpan().Trim();
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 9999 ? number : 0;
    }

    public static bool IsDegrees(string text, double most, out double value) =>
        double.TryParse(text.AsSpan().Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out value) && Math.Abs(value) <= most && value != 0;
}

/// <summary>Why a file of addresses is not taken, as a sentence to translate.</summary>
public sealed class AddressesRefused(string reason, params object[] about) : Exception(reason)
{
    public object[] About => about;

    public string Say(Words words) => words[Message, [.. about]];
}
