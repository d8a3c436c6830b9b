using Preau.Shared;

namespace Preau.Imports.Choices;

/// <summary>What a row may find somebody by; always asked in this order.</summary>
[Flags]
public enum MatchKeys
{
    None = 0,
    Id = 1,
    Numbers = 2,
    Email = 4,
    Phone = 8,

    /// <summary>Namesakes who share a birthday are rare but there: off unless somebody asks for it, and only where one alone answers.</summary>
    NameAndBirth = 16,

    Usual = Id | Numbers | Email | Phone,
}

public static class MatchKeyNames
{
    public static readonly IReadOnlyList<(MatchKeys Key, string Name)> All =
        [(MatchKeys.Id, "id"), (MatchKeys.Numbers, "numbers"), (MatchKeys.Email, "email"), (MatchKeys.Phone, "phone"), (MatchKeys.NameAndBirth, "name_birth")];

    public static string Write(MatchKeys keys) => string.Join(',', Names(keys));

    public static string[] Names(MatchKeys keys) => [.. All.Where(k => keys.HasFlag(k.Key)).Select(k => k.Name)];

    /// <summary>Null where one of the names is none.</summary>
    public static MatchKeys? Read(IEnumerable<string> names)
    {
        var keys = MatchKeys.None;
        foreach (var name in names)
        {
            var found = All.FirstOrDefault(k => k.Name == name).Key;
            if (found == MatchKeys.None) return null;
            keys |= found;
        }

        return keys;
    }

    public static string Say(MatchKeys key, Words words) => key switch
    {
        MatchKeys.Id => words["the number in Préau"],
        MatchKeys.Numbers => words["a number in another system"],
        MatchKeys.Email => words["a mail address"],
        MatchKeys.Phone => words["a telephone with the last name, unless the first name is another"],
        _ => words["first name, last name and date of birth, where one person alone has them"],
    };

    public static string SayAll(MatchKeys keys, Words words) => string.Join(", ", All.Where(k => keys.HasFlag(k.Key)).Select(k => Say(k.Key, words)));
}
