using System.Text.Json;
using Preau.Shared;

namespace Preau.Mail.Linked;

/// <summary>What the editor's button says and needs: words, where the file goes, what may be chosen.</summary>
public static class FileWords
{
    /// <param name="words">The reader's.</param>
    /// <param name="to">Where files are sent.</param>
    /// <param name="language">Of the text, where its form has no field for that.</param>
    public static string Of(Words words, string to, string language) => JsonSerializer.Serialize(new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["to"] = to, ["language"] = language, ["accept"] = string.Join(',', LinkedKind.All.Select(k => k.Ending)), ["most"] = LinkFile.MaxBytes,
        ["link"] = words["Link a file"], ["label"] = words["File to link"], ["hint"] = Hint(words), ["apply"] = words["Upload and link"], ["cancel"] = words["Cancel"],
        ["tooLarge"] = words["The file is too large: {0} MB at most.", LinkFile.MaxMegabytes], ["failed"] = words["The file could not be uploaded. Try again."],
    });

    /// <summary>What is to be known before one is chosen.</summary>
    public static string Hint(Words words) => words["{0}; {1} MB at most. Whoever has the link can save the file, and pass it on.", LinkFile.Kinds, LinkFile.MaxMegabytes];
}
