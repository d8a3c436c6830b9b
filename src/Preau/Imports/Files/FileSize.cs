using Preau.Shared;

namespace Preau.Imports;

/// <summary>Sizes of files as people say them.</summary>
public static class FileSize
{
    public static string Say(long bytes, Words words) => bytes switch
    {
        < 1000 * 1000 => words["{0:N0} kB", Math.Max(1, bytes / 1000)],
        < 1000L * 1000 * 1000 => words["{0:N1} MB", bytes / 1e6],
        _ => words["{0:N1} GB", bytes / 1e9],
    };

    /// <summary>The file with its sheet and size, where they are known.</summary>
    public static string Named(Import import, Words words)
    {
        var name = import.Sheet is { } sheet ? $"{import.FileName}, {sheet}" : import.FileName;
        return import.Bytes > 0 ? $"{name} ({Say(import.Bytes, words)})" : name;
    }
}
