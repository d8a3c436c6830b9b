using System.Diagnostics;
using System.Globalization;
using Preau.People;

namespace Preau.Imports.Batches;

/// <summary>Values of a person and of an address as the journal of an import writes them.</summary>
internal static class PersonValues
{
    public static string? Read(Person person, string field) => field switch
    {
        "first_name" => person.FirstName,
        "last_name" => person.LastName,
        "sex" => person.Sex is { } sex ? EnumText<Sex>.Of(sex) : null,
        "born_on" => person.BornOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "language" => person.Language,
        "support_level" => person.SupportLevel?.ToString(CultureInfo.InvariantCulture),
        "priority" => person.Priority?.ToString(CultureInfo.InvariantCulture),
        "employer" => person.Employer,
        "occupation" => person.Occupation,
        "is_roll_only" => person.IsRollOnly ? "true" : "false",
        _ => throw new UnreachableException(),
    };

    public static void Put(Person person, string field, string? text)
    {
        switch (field)
        {
            case "first_name": person.FirstName = text ?? ""; break;
            case "last_name": person.LastName = text ?? ""; break;
            case "sex": person.Sex = text is null ? null : EnumText<Sex>.Parse(text); break;
            case "born_on": person.BornOn = text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture); break;
            case "language": person.Language = text; break;
            case "support_level": person.SupportLevel = text is null ? null : int.Parse(text, CultureInfo.InvariantCulture); break;
            case "priority": person.Priority = text is null ? null : int.Parse(text, CultureInfo.InvariantCulture); break;
            case "employer": person.Employer = text; break;
            case "occupation": person.Occupation = text; break;
            case "is_roll_only": person.IsRollOnly = text == "true"; break;
            default: throw new UnreachableException();
        }
    }

    public static string? Read(PersonAddress address, string field) => field switch
    {
        "line1" => address.Line1,
        "line2" => address.Line2,
        "postcode" => address.Postcode,
        "city" => address.City,
        "region" => address.Region,
        "country" => address.Country,
        "city_code" => address.CityCode,
        _ => throw new UnreachableException(),
    };

    public static void Put(PersonAddress address, string field, string? text)
    {
        switch (field)
        {
            case "line1": address.Line1 = text ?? ""; break;
            case "line2": address.Line2 = text ?? ""; break;
            case "postcode": address.Postcode = text ?? ""; break;
            case "city": address.City = text ?? ""; break;
            case "region": address.Region = text; break;
            case "country": address.Country = text ?? ""; break;
            case "city_code": address.CityCode = text; break;
            default: throw new UnreachableException();
        }
    }
}
