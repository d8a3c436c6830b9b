using Preau.Shared;

namespace Preau.Texting.Keywords;

/// <summary>Keywords as they are compared: without case, accents and signs around them.</summary>
public static class KeywordKey
{
    // What starts or ends texts by custom or by rule, asks for help, or answers a question.
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "start", "unstop", "subscribe", "help", "aide", "info", "infos", "contact", "yes", "no", "oui", "non", "ok",
    };

    /// <summary>The first word of a text; null where there is none.</summary>
    public static string? First(string text) => Words(text) is [{ Length: <= TextKeyword.LongestWord } first, ..] ? first : null;

    /// <summary>Whether nothing else stands in the text.</summary>
    public static bool IsAlone(string text) => Words(text).Length == 1;

    /// <summary>Null where it is no single word, of few enough letters.</summary>
    public static string? Of(string word) => IsAlone(word) ? First(word) : null;

    /// <summary>Whether it means something already, so that no keyword may take it.</summary>
    public static bool IsReserved(string word) => StopWord.Is(word) || (First(word) is { } key && Reserved.Contains(key));

    // What is no sign at all cannot be taken apart.
    private static string[] Words(string text) => NameKey.Words(string.Concat(text.EnumerateRunes().Where(r => r.Value is not (0xFFFE or 0xFFFF))));
}
