using Microsoft.EntityFrameworkCore;

namespace Preau.Imports;

public abstract record Opening
{
    public sealed record Opened(Import Import, IReadOnlyList<string> Headers) : Opening;

    /// <summary>Why the file cannot be read, as a sentence to translate and the line that it speaks of.</summary>
    public sealed record Refused(string Reason, long Line = 0) : Opening
    {
        public string Say(Shared.Words words) => words[Reason, Line];
    }
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
            var refused = (CsvLook.Refused)seen;
            return new Opening.Refused(refused.Reason, refused.Line);
        }

        var import = new Import
        {
            FileName = Path.GetFileName(fileName), Path = path, Encoding = look.Encoding, Delimiter = look.Delimiter, Tag = string.IsNullOrWhiteSpace(tag) ? null : tag.Trim(),
            State = ImportState.Uploaded, Total = look.Rows, AccountId = accountId, CreatedAt = clock.GetUtcNow(), DateOrders = System.Text.Json.JsonSerializer.Serialize(look.Dates),
        };
        db.Add(import);
        import.MapTo(Targets.Guess(look.Headers, keepUnknown, look.Dates, nation.Facts.Country, await db.CustomFields.AsNoTracking().ToListAsync(ct)));
        return new Opening.Opened(import, look.Headers);
    }
}
