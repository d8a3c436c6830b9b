using System.Text.Json;

namespace Preau.People.Meanwhile;

/// <summary>A field of several lines (mail addresses, telephones, addresses) as one text: the cells of each line, none where it was emptied.</summary>
public static class Lines
{
    public static bool AreIn(string text) => text.StartsWith("[[", StringComparison.Ordinal);

    /// <summary>Empty lines at the end are room to write, and left out.</summary>
    public static string Write(IEnumerable<string[]> lines)
    {
        string[][] all = [.. lines];
        var last = Array.FindLastIndex(all, l => l.Length > 0);
        return last < 0 ? "" : JsonSerializer.Serialize(all[..(last + 1)]);
    }

    public static IReadOnlyList<string[]> Read(string text)
    {
        if (!AreIn(text)) return [];
        try
        {
            return [.. (JsonSerializer.Deserialize<string?[]?[]>(text) ?? []).Select(l => (l ?? []).Select(c => c ?? "").ToArray())];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    public static string Cell(this string[] line, int index) => index < line.Length ? line[index] : "";
}
