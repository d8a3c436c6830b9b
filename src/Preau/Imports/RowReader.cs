using System.Globalization;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports;

/// <summary>A row read as a person, or why it is none (a sentence to translate, with the value it speaks of).</summary>
public sealed record ReadRow(PersonInput? Person, string? Note, IReadOnlyDictionary<string, string?> Fields, string? Refusal, string? About = null);

/// <summary>Turns cells into a person by the mapping of the import.</summary>
public sealed class RowReader(string[] headers, IReadOnlyDictionary<string, string> mapping, string country, string? tag)
{
    private static readonly string[] Dates = ["yyyy-MM-dd", "dd/MM/yyyy", "d/M/yyyy", "dd.MM.yyyy", "dd-MM-yyyy", "yyyyMMdd", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-dd HH:mm:ss"];
    private static readonly string[] AmericanDates = ["MM/dd/yyyy", "M/d/yyyy", "yyyy-MM-dd"];
    private readonly (int Index, string Target)[] columns = [.. headers.Select((h, i) => (i, mapping.GetValueOrDefault(h, Targets.Skip))).Where(c => c.Item2 != Targets.Skip)];

    public ReadRow Read(CsvRow row)
    {
        if (row.Cells.Length > headers.Length) return Refuse("The row has more cells than there are columns: is a quotation mark missing?");
        if (row.Cells.Length < headers.Length) return Refuse("The row has fewer cells than there are columns.");

        var person = new PersonInput();
        var emails = new List<EmailAddress>();
        var phones = new List<PhoneNumber>();
        var ids = new List<(string, string)>();
        var tags = new List<string>();
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal);
        var address = new AddressInput(AddressKind.Home, "", "", "", "", country);
        string? note = null;
        foreach (var (index, target) in columns)
        {
            var text = Clean(row.Cells[index]);
            if (text.Length == 0) continue;
            switch (target)
            {
                case "first_name": person = person with { FirstName = text }; break;
                case "last_name": person = person with { LastName = text }; break;
                case "email":
                    if (!EmailAddress.TryParse(text, out var email)) return Refuse("“{0}” is not a mail address.", text);
                    emails.Add(email);
                    break;
                case "phone":
                    if (!PhoneNumber.TryParse(text, country, out var phone)) return Refuse("“{0}” is not a telephone number.", text);
                    phones.Add(phone);
                    break;
                case "line1": address = address with { Line1 = text }; break;
                case "line2": address = address with { Line2 = text }; break;
                case "postcode": address = address with { Postcode = text }; break;
                case "city": address = address with { City = text }; break;
                case "country": address = address with { Country = text.Length == 2 ? text.ToUpperInvariant() : country }; break;
                case "born_on":
                    if (Day(text) is not { } day) return Refuse("“{0}” is not a date.", text);
                    person = person with { BornOn = day };
                    break;
                case "sex": person = person with { Sex = SexOf(text) }; break;
                case "language": person = person with { Language = text.Length >= 2 ? text[..2].ToLowerInvariant() : null }; break;
                case "support_level":
                    if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var level) || level is < 1 or > 5) return Refuse("“{0}” is not a support level from 1 to 5.", text);
                    person = person with { SupportLevel = level };
                    break;
                case "employer": person = person with { Employer = text }; break;
                case "occupation": person = person with { Occupation = text }; break;
                case "tags": tags.AddRange(text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)); break;
                case "note": note = text; break;
                case "id":
                    if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return Refuse("“{0}” is not a number of a person.", text);
                    person = person with { Id = id };
                    break;
                default:
                    if (target.StartsWith(Targets.ExternalPrefix, StringComparison.Ordinal)) ids.Add((target[Targets.ExternalPrefix.Length..], text));
                    else fields[target[Targets.FieldPrefix.Length..]] = text;
                    break;
            }
        }

        if (tag is not null) tags.Add(tag);
        person = person with { Emails = emails, Phones = phones, ExternalIds = ids, Tags = tags, Addresses = address.IsEmpty ? [] : [address] };
        var isNobody = person is { FirstName: null, LastName: null, Id: null } && emails.Count + phones.Count + ids.Count == 0;
        return isNobody ? Refuse("The row names nobody: no name, mail, telephone or number.") : new ReadRow(person, note, fields, null);
    }

    private static ReadRow Refuse(string reason, string? about = null) => new(null, null, new Dictionary<string, string?>(StringComparer.Ordinal), reason, about);

    // Other programs put an apostrophe before digits and signs for Excel's benefit; names such as ’t Hooft keep theirs.
    private static string Clean(string cell)
    {
        var text = cell.Trim();
        return text.Length > 1 && text[0] == '\'' && (char.IsAsciiDigit(text[1]) || text[1] is '+' or '=' or '-' or '@') ? text[1..] : text;
    }

    private DateOnly? Day(string text) =>
        DateTime.TryParseExact(text, country == "US" ? AmericanDates : Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1850 and < 2200 ? DateOnly.FromDateTime(day) : null;

    private static Sex? SexOf(string text) => text.ToUpperInvariant() switch
    {
        "F" or "FEMALE" or "FEMME" or "MME" or "MADAME" => Sex.Female,
        "M" or "MALE" or "HOMME" or "H" or "MONSIEUR" => Sex.Male,
        "O" or "OTHER" or "AUTRE" or "X" => Sex.Other,
        _ => null,
    };
}
