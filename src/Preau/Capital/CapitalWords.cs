using Preau.Shared;

namespace Preau.Capital;

/// <summary>What points are given for, in the reader's language.</summary>
public sealed class CapitalWords(Words words)
{
    public string Of(Occasion occasion) => occasion switch
    {
        Occasion.Hand => words["Only when somebody gives them"],
        Occasion.SignUp => words["When somebody signs up on the site"],
        Occasion.Signature => words["When somebody signs a petition"],
        Occasion.Gift => words["When a gift is received"],
    };

    /// <summary>What a line was for.</summary>
    public string For(CapitalEntry entry, string? type)
    {
        var what = (type, entry.Reason) switch
        {
            ({ } name, "") => name,
            ({ } name, { } reason) => words["{0}: {1}", name, reason],
            (null, { Length: > 0 } reason) => reason,
            _ => entry.Source.StartsWith("import:", StringComparison.Ordinal) ? words["Opening entry from a file"] : entry.IsSpending ? words["Spent"] : words["Given"],
        };
        return entry.ReversesId is null ? what : words["Taken back: {0}", what];
    }
}
