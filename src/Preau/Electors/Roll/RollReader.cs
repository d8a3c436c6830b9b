using System.Globalization;
using System.Text.RegularExpressions;
using Preau.Imports;
using Preau.Imports.Batches;
using Preau.People;
using Preau.People.Profile;
using Preau.Shared;

namespace Preau.Electors.Roll;

/// <summary>Reads the rows of a roll; what may not be kept is not even looked at.</summary>
internal sealed partial class RollReader(RollLayout layout, string country, string? tag, string delimiter, DateOnly today)
{
    private const int LongestNames = 200;
    private const int LongestFact = 120;
    private static readonly string[] Dates = ["dd/MM/yyyy", "d/M/yyyy", "yyyy-MM-dd", "dd-MM-yyyy", "dd.MM.yyyy"];
    private readonly Dictionary<RollPart, int> at = Enum.GetValues<RollPart>().ToDictionary(p => p, layout.IndexOf);

    /// <summary>A row that cannot be told into columns: nobody knows which of its cells may be kept, so that nothing of it is but how many it has.</summary>
    public ReadRow Refuse(CsvRow row, string reason) => RowReader.Refuse(row with { Raw = string.Join(delimiter, row.Cells.Select(_ => "\"\"")) }, reason);

    public ReadRow Read(CsvRow row)
    {
        row = row with { Raw = layout.Without(row.Cells, delimiter) };
        string? Text(RollPart part) => at[part] is var index && index >= 0 && Cell.Clean(row.Cells[index]) is { Length: > 0 } text ? text : null;
        if (Text(RollPart.BirthName) is not { } birthName || Text(RollPart.GivenNames) is not { } givenNames) return RowReader.Refuse(row, "The row names no elector: birth name or given names are missing.");
        var usageName = Text(RollPart.UsageName) is { } usage && NameKey.Of(usage) != NameKey.Of(birthName) ? usage : null;
        if (Array.Find([birthName, usageName ?? "", RollEntry.FirstOf(givenNames)], n => n.Length > 80) is { } name) return RowReader.Refuse(row, "“{0}” is too long to be taken ({1} characters).", name, name.Length);
        if (givenNames.Length > LongestNames) return RowReader.Refuse(row, "“{0}” is too long to be taken ({1} characters).", givenNames, givenNames.Length);
        if (NameKey.Of(birthName).Length == 0 || NameKey.Of(givenNames).Length == 0) return RowReader.Refuse(row, "The row names no elector: birth name or given names are missing.");
        if (Commune(Text(RollPart.Commune), Text(RollPart.Department)) is not { } commune) return RowReader.Refuse(row, "“{0}” is not the code of a commune: five signs, such as 01004 or 2A004.", Text(RollPart.Commune) ?? "");
        if (ListOf(Text(RollPart.Lists)) is not { } list) return RowReader.Refuse(row, "“{0}” is no list of the roll: it has to be LP, LCM or LCE.", Text(RollPart.Lists) ?? "");
        if (Born(Text(RollPart.BornOn), out var bornOn, out var birthYear) is { } refusal) return RowReader.Refuse(row, refusal, Text(RollPart.BornOn) ?? "");
        Sex? sex = null;
        if (Text(RollPart.Sex) is { } word && !Cell.TrySex(word, out sex)) return RowReader.Refuse(row, "“{0}” is not a sex: write F, M or O.", word);
        var address = Address(Text);
        if (Array.Find([address.Line1, address.Line2, address.Postcode, address.City], t => t.Length > LongestFact) is { } fact) return RowReader.Refuse(row, "“{0}” is too long to be taken ({1} characters).", fact, fact.Length);
        var entry = new RollEntry
        {
            Commune = commune, CommuneName = Brief(Text(RollPart.CommuneName) ?? Text(RollPart.City)) ?? "", List = list, Station = Brief(Text(RollPart.Station)), StationName = Brief(Text(RollPart.StationName)),
            Constituency = Brief(Text(RollPart.Constituency)), Canton = Brief(Text(RollPart.Canton)), OrderNumber = Brief(Text(RollPart.OrderNumber)), BirthName = birthName, UsageName = usageName, GivenNames = givenNames, BornOn = bornOn, BirthYear = birthYear,
        };
        var person = new PersonInput { FirstName = entry.FirstName, LastName = entry.LastName, Sex = sex, BornOn = bornOn, Addresses = address.IsEmpty ? [] : [address], Tags = tag is null ? [] : [tag] };
        return new ReadRow(row.Line, row.Raw, person, null, [], [], [], null, []) { Roll = entry };
    }

    /// <summary>What separates two electors is the registered address; two lines hold all that a roll says of it.</summary>
    private AddressInput Address(Func<RollPart, string?> text)
    {
        var line1 = string.Join(' ', ((string?[])[text(RollPart.StreetNumber), text(RollPart.StreetType), text(RollPart.Street)]).OfType<string>());
        var line2 = string.Join(", ", ((string?[])[text(RollPart.Complement1), text(RollPart.Complement2), text(RollPart.Place)]).OfType<string>());
        // A country in words that nobody knows is no reason to leave an elector out.
        return new(AddressKind.Registered, line1, line2, text(RollPart.Postcode) ?? "", text(RollPart.City) ?? "", text(RollPart.Country) is { } said && Cell.Country(said) is { } code ? code : country);
    }

    /// <summary>The INSEE code; of the older layout, which may say it in two columns, both together.</summary>
    public static string? Commune(string? code, string? department)
    {
        var text = code?.ToUpperInvariant();
        if (text is { Length: 3 } && department is { Length: 2 }) text = department.ToUpperInvariant() + text;
        if (text is { Length: 2 } && department is { Length: 3 }) text = department.ToUpperInvariant() + text;
        // A spreadsheet takes the zero away that a department begins with.
        if (text is { Length: 4 } && text.All(char.IsAsciiDigit)) text = "0" + text;
        return text is not null && CommuneCode().IsMatch(text) ? text : null;
    }

    /// <summary>By its letters or in words; a roll that says nothing is the general one.</summary>
    public static RollLists? ListOf(string? text)
    {
        var words = NameKey.Of(text);
        return words switch
        {
            "" or "lp" or "lg" => RollLists.Main,
            "lcm" => RollLists.Municipal,
            "lce" => RollLists.European,
            _ when words.Contains("municipal", StringComparison.Ordinal) => RollLists.Municipal,
            _ when words.Contains("europeen", StringComparison.Ordinal) => RollLists.European,
            _ when words.Contains("principale", StringComparison.Ordinal) || words.Contains("general", StringComparison.Ordinal) => RollLists.Main,
            _ => null,
        };
    }

    /// <summary>«00/00/1953», «00/04/1953» and «1953» tell the year alone.</summary>
    private string? Born(string? text, out DateOnly? day, out int? year)
    {
        (day, year) = (null, null);
        if (text is null) return "The date of birth is missing: without it electors cannot be told apart.";
        if (DateOnly.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var whole)) day = whole;
        else if (Incomplete().Match(text) is { Success: true } match) year = int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture);
        else return "“{0}” is not a date.";
        return Ages.IsPossible(day ?? new DateOnly(year!.Value is > 0 and < 9999 ? year.Value : 1, 12, 31).AddYears(year!.Value == today.Year ? -1 : 0), today) ? null : "“{0}” cannot be a date of birth: nobody alive was born on that day.";
    }

    private static string? Brief(string? text) => text is null || text.Length <= LongestFact ? text : text[..LongestFact];

    [GeneratedRegex("^(?:[0-9]{2}|2[AB])[0-9]{3}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommuneCode();

    [GeneratedRegex("^(?:00[/.-][0-9]{2}[/.-]|[0-9]{2}[/.-]00[/.-])?(?<year>[0-9]{4})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Incomplete();
}
