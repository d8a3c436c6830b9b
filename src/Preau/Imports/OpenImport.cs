namespace Preau.Imports;

public abstract record Opening
{
    public sealed record Opened(Import Import) : Opening;

    /// <summary>Why the file cannot be read, as a sentence to translate.</summary>
    public sealed record Refused(string Reason) : Opening;
}

/// <summary>Takes a file in and guesses what its columns are; nothing of it is brought in yet.</summary>
public sealed class OpenImport(Database db, ImportFolder folder, CurrentNation nation, TimeProvider clock)
{
    /// <summary>Puts the import into the context; the caller saves.</summary>
    public async Task<Opening> Run(Stream content, string fileName, string? tag, bool keepUnknown, long? accountId, CancellationToken ct)
    {
        string path;
        try
        {
            path = await folder.Keep(content, ct);
        }
        catch (DiskFull)
        {
            return new Opening.Refused("There is no room left on the server’s disk. Nothing of the file was kept; ask the operator to make room.");
        }

        var seen = await CsvFile.Look(folder.Full(path), ct);
        if (seen is not CsvLook.Readable look)
        {
            File.Delete(folder.Full(path));
            return new Opening.Refused(((CsvLook.Refused)seen).Reason);
        }

        var import = new Import
        {
            FileName = Path.GetFileName(fileName), Path = path, Encoding = look.Encoding, Delimiter = look.Delimiter, Tag = string.IsNullOrWhiteSpace(tag) ? null : tag.Trim(),
            State = ImportState.Uploaded, Total = look.Rows, AccountId = accountId, CreatedAt = clock.GetUtcNow(), DateOrders = System.Text.Json.JsonSerializer.Serialize(look.Dates),
        };
        db.Add(import);
        import.MapTo(look.Headers.ToDictionary(h => h, h => Targets.Guess(h, keepUnknown, look.Dates, nation.Facts.Country), StringComparer.Ordinal));
        return new Opening.Opened(import);
    }
}
