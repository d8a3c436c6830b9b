using System.Collections.Frozen;
using Preau.Shared;

namespace Preau.People;

/// <summary>What screens and files call the fields that everybody has, in both languages: an own field of such a name could not be told apart from them, on a form or in a file.</summary>
public static class BuiltInNames
{
    private static readonly FrozenSet<string> Keys = ((string[])
    [
        "first name", "given name", "prenom", "prenoms", "last name", "family name", "surname", "nom", "nom de famille", "sex", "gender", "sexe", "genre",
        "date of birth", "birth date", "birthday", "born on", "date de naissance", "ne le", "nee le", "language", "langue", "support level", "niveau de soutien", "soutien", "priority", "priorite",
        "employer", "employeur", "occupation", "profession", "mail address", "mail", "email", "e mail", "email address", "e mail address", "adresse electronique", "adresse mail", "courriel",
        "telephone", "phone", "telephone number", "phone number", "mobile", "mobile number", "tel", "portable", "numero de telephone", "address", "adresse", "street", "rue", "postcode", "postal code", "zip", "zip code", "code postal",
        "city", "town", "ville", "commune", "region", "country", "pays", "tag", "tags", "etiquette", "etiquettes", "note", "notes", "looked after by", "suivi par",
    ]).ToFrozenSet(StringComparer.Ordinal);

    public static bool Has(string? name) => Keys.Contains(NameKey.Of(name));
}
