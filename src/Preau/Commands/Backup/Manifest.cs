using System.Text.Json;

namespace Preau.Commands.Backup;

/// <summary>What a backup holds, and how to know that it is whole. The last entry of the file: a backup without one was cut off.</summary>
public sealed record Manifest(int Format, string Version, DateTimeOffset MadeAt, Dialect Store, IReadOnlyList<string> Migrations, IReadOnlyList<TableEntry> Tables, IReadOnlyList<FileEntry> Files)
{
    public const string Name = "manifest.json";
    public const int CurrentFormat = 1;
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };

    public long Rows => Tables.Sum(t => t.Rows);
}

public sealed record TableEntry(TableShape Shape, long Rows, string Digest)
{
    public string EntryName => $"tables/{Shape.Name}.jsonl";
}

public sealed record FileEntry(string Path, long Bytes, string Sha256)
{
    public string EntryName => "files/" + Path;
}
