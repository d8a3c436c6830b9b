using Preau.Shared;

namespace Preau.Imports;

/// <summary>What a column can become, and which one its name suggests, in French, in English, and as NationBuilder exports name it.</summary>
public static class Targets
{
    public const string Skip = "";
    public const string NewField = "field:new";
    public const string FieldPrefix = "field:";
    public const string ExternalPrefix = "external:";

    /// <summary>Value and label (to translate), in the order of the list.</summary>
    public static readonly IReadOnlyList<(string Value, string Label)> All =
    [
        ("first_name", "First name"), ("last_name", "Last name"), ("email", "Mail"), ("phone", "Phone"), ("line1", "Street"), ("line2", "Street, second line"),
        ("postcode", "Postcode"), ("city", "City"), ("country", "Country"), ("born_on", "Born on"), ("sex", "Sex"), ("language", "Written language"),
        ("support_level", "Support level (1 to 5)"), ("employer", "Employer"), ("occupation", "Occupation"), ("tags", "Tags"), ("note", "Note"),
        ("id", "Number in Préau"), ("external:nationbuilder", "NationBuilder number"), ("external:external", "Number in another system"),
    ];

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["prenom"] = "first_name", ["first name"] = "first_name", ["given name"] = "first_name", ["nom"] = "last_name", ["nom de famille"] = "last_name", ["last name"] = "last_name",
        ["surname"] = "last_name", ["family name"] = "last_name", ["email"] = "email", ["e mail"] = "email", ["mail"] = "email", ["courriel"] = "email", ["adresse mail"] = "email",
        ["adresse electronique"] = "email", ["email address"] = "email", ["email1"] = "email", ["email2"] = "email", ["email3"] = "email", ["email4"] = "email",
        ["telephone"] = "phone", ["tel"] = "phone", ["phone"] = "phone", ["phone number"] = "phone", ["portable"] = "phone", ["mobile"] = "phone", ["mobile number"] = "phone",
        ["work phone number"] = "phone", ["adresse"] = "line1", ["rue"] = "line1", ["address"] = "line1", ["street"] = "line1", ["address1"] = "line1", ["address address1"] = "line1",
        ["complement"] = "line2", ["address2"] = "line2", ["address address2"] = "line2", ["code postal"] = "postcode", ["cp"] = "postcode", ["postcode"] = "postcode", ["zip"] = "postcode",
        ["postal code"] = "postcode", ["address zip"] = "postcode", ["ville"] = "city", ["commune"] = "city", ["city"] = "city", ["town"] = "city", ["address city"] = "city",
        ["pays"] = "country", ["country"] = "country", ["address country code"] = "country", ["date de naissance"] = "born_on", ["ne le"] = "born_on", ["naissance"] = "born_on",
        ["date of birth"] = "born_on", ["dob"] = "born_on", ["born at"] = "born_on", ["born on"] = "born_on", ["birthday"] = "born_on", ["sexe"] = "sex", ["genre"] = "sex", ["sex"] = "sex",
        ["gender"] = "sex", ["langue"] = "language", ["language"] = "language", ["soutien"] = "support_level", ["niveau de soutien"] = "support_level", ["support level"] = "support_level",
        ["employeur"] = "employer", ["employer"] = "employer", ["profession"] = "occupation", ["occupation"] = "occupation", ["metier"] = "occupation", ["tags"] = "tags", ["tag list"] = "tags",
        ["etiquettes"] = "tags", ["note"] = "note", ["notes"] = "note", ["nationbuilder id"] = "external:nationbuilder", ["external id"] = "external:external", ["preau id"] = "id",
    };

    /// <summary>Columns that other systems compute from the others, or that say what this product only takes from a person's own word.</summary>
    private static readonly string[] LeftOut =
    [
        "full name", "email opt in", "mobile opt in", "unsubscribed at", "donations ", "is donor", "first donated at", "last donated at", "primary ", "created at", "updated at",
        "first invoice", "last invoice", "invoices ", "closed invoices", "outstanding invoices", "invoice payments", "maximum donation",
    ];

    /// <param name="keepUnknown">Whether a column that nobody knows becomes a field of the campaign's own.</param>
    public static string Guess(string header, bool keepUnknown)
    {
        var name = NameKey.Of(header.Replace('_', ' ').Replace('-', ' '));
        if (Names.TryGetValue(name, out var target)) return target;
        return !keepUnknown || Array.Exists(LeftOut, name.StartsWith) ? Skip : NewField;
    }
}
