namespace Preau.Imports.Files;

/// <summary>What an uploaded file is by its first bytes, whatever its name says.</summary>
internal enum FileKind
{
    /// <summary>Text, or something that the look at it will name.</summary>
    Plain,
    Gzip,
    Zip,

    /// <summary>The container of old office files, and of new ones that are locked by a password.</summary>
    Compound,
}

internal static class FileKinds
{
    private const int Enough = 8;

    public static async Task<FileKind> Of(string path, CancellationToken ct)
    {
        await using var file = File.OpenRead(path);
        var head = new byte[Enough];
        var length = await file.ReadAtLeastAsync(head, Enough, throwOnEndOfStream: false, ct);
        return head.AsSpan(0, length) switch
        {
            [0x1F, 0x8B, ..] => FileKind.Gzip,
            [0x50, 0x4B, 0x03, 0x04, ..] or [0x50, 0x4B, 0x05, 0x06, ..] => FileKind.Zip,
            [0xD0, 0xCF, 0x11, 0xE0, ..] => FileKind.Compound,
            _ => FileKind.Plain,
        };
    }
}
