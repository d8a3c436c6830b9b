namespace Preau.People;

/// <summary>How a text greets its reader. Grammar, not translation: French has a word for a woman and one for a man where English has one for both, and names nobody in a formal letter. Of whom it is not known, the words are those that fit everybody.</summary>
public static class Greeting
{
    public static string Of(string language, Sex? sex, string firstName) => (language, sex, firstName.Trim()) switch
    {
        ("fr", _, "") => "Bonjour",
        ("fr", Sex.Female, var name) => $"Chère {name}",
        ("fr", Sex.Male, var name) => $"Cher {name}",
        ("fr", _, var name) => $"Bonjour {name}",
        (_, _, "") => "Hello",
        (_, _, var name) => $"Dear {name}",
    };

    public static string Formal(string language, Sex? sex, string firstName, string lastName) => (language, sex, lastName.Trim()) switch
    {
        ("fr", Sex.Female, _) => "Madame",
        ("fr", Sex.Male, _) => "Monsieur",
        ("fr", _, _) => "Madame, Monsieur",
        (_, Sex.Female, { Length: > 0 } name) => $"Dear Ms {name}",
        (_, Sex.Male, { Length: > 0 } name) => $"Dear Mr {name}",
        _ => Of(language, sex, $"{firstName} {lastName}"),
    };
}
