using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Preau.Electors.Roll;
using Preau.Electors.Votes;
using Preau.Imports.Choices;
using Preau.Imports.Files;
using Preau.People;

namespace Preau.Imports;

public abstract record Opening
{
    public sealed record Opened(Import Import, IReadOnlyList<string> Headers) : Opening;

    /// <summary>Why the file cannot be read, as a sentence to translate and what it speaks of: a line, a cell, a name.</summary>
    public sealed record Refused(string Reason, object? About = null) : Opening
    {
        public string Say(Shared.Words words) => words[Reason, About];
    }
}

/// <summary>Takes a file in and guesses what its columns are; nothing of it is brought in yet.</summary>
public sealed class OpenImport(Database db, ImportFolder folder, OwnFields own, CurrentNation nation, TimeProvider clock)
{
    /// <summary>What to answer where the disk is full; to translate.</summary>
    public const string NoRoomLeft = "There is no room left on the server’s disk. Nothing of the file was kept; ask the operator to make room.";

    /// <summary>Puts the import into the context; the caller saves.</summary>
    /// <param name="sheet">Of a workbook; the first that holds something, where none is named.</param>
    public async Task<Opening> Run(Stream content, string fileName, string? tag, bool keepUnknown, long? accountId, CancellationToken ct, string? sheet = null)
    {
        string path;
        try
        {
            path = await folder.Keep(content, ct);
        }
        catch (DiskFull)
        {
            return new Opening.Refused(NoRoomLeft);
        }

        try
        {
            return await Open(path, fileName, tag, keepUnknown, accountId, sheet, ct);
        }
        catch
        {
            // Whoever brings it went away, or something broke: a list of people must not lie where nothing names it.
            folder.Forget(path);
            throw;
        }
    }

    private async Task<Opening> Open(string path, string fileName, string? tag, bool keepUnknown, long? accountId, string? sheet, CancellationToken ct)
    {
        var bytes = new FileInfo(folder.Full(path)).Length;
        var seen = await Seen(path, () => Unpacking.Run(folder.Full(path), sheet, ct), ct);
        if (seen.Look is not { } look)
        {
            folder.Forget(path);
            return seen.Refused!;
        }

        var import = new Import
        {
            FileName = Path.GetFileName(fileName), Path = path, Encoding = look.Encoding, Delimiter = look.Delimiter, Tag = string.IsNullOrWhiteSpace(tag) ? null : tag.Trim(), Bytes = bytes,
            Sheet = seen.Text!.Sheet, Sheets = JsonSerializer.Serialize(seen.Text.Sheets),
            State = ImportState.Uploaded, Total = look.Rows, AccountId = accountId, CreatedAt = clock.GetUtcNow(), DateOrders = JsonSerializer.Serialize(look.Dates),
        };
        db.Add(import);
        await Guess(import, look, keepUnknown, ct);
        return new Opening.Opened(import, look.Headers);
    }

    /// <summary>Reads another sheet of the workbook instead. The caller saves; where it cannot be read, what was read before stays.</summary>
    public async Task<Opening.Refused?> OtherSheet(Import import, string sheet, bool keepUnknown, CancellationToken ct)
    {
        var part = import.Path + ".sheet";
        try
        {
            var seen = await Seen(part, () => Workbook.Write(Workbook.Beside(folder.Full(import.Path)), folder.Full(part), sheet, ct), ct);
            if (seen.Look is not { } look) return seen.Refused;
            File.Move(folder.Full(part), folder.Full(import.Path), overwrite: true);
            (import.Encoding, import.Delimiter, import.Total, import.Sheet, import.DateOrders, import.Yields) = (look.Encoding, look.Delimiter, look.Rows, sheet, JsonSerializer.Serialize(look.Dates), "[]");
            if (import.IsRoll)
            {
                // What was undertaken was of the sheet before.
                if (await db.ElectoralRolls.SingleOrDefaultAsync(r => r.ImportId == import.Id, ct) is { } roll) db.Remove(roll);
                (import.OriginKind, import.Origin, import.Basis, import.BasisText, import.ObtainedOn, import.Trial) = (null, null, null, null, null, null);
            }

            await Guess(import, look, keepUnknown, ct);
            return null;
        }
        finally
        {
            File.Delete(folder.Full(part));
        }
    }

    private async Task<(Unpacked.Text? Text, CsvLook.Readable? Look, Opening.Refused? Refused)> Seen(string path, Func<Task<Unpacked>> unpack, CancellationToken ct)
    {
        try
        {
            var unpacked = await unpack();
            if (unpacked is Unpacked.Refused packed) return (null, null, new(packed.Reason, packed.About));
            var text = (Unpacked.Text)unpacked;
            return await CsvFile.Look(folder.Full(path), ct, text.Sheet is null ? null : ",") switch
            {
                CsvLook.Readable look => (text, look, null),
                CsvLook.Refused refused => (null, null, new(refused.Reason, refused.Line)),
                _ => throw new UnreachableException(),
            };
        }
        catch (IOException problem) when (NoRoom.In(problem))
        {
            return (null, null, new(NoRoomLeft));
        }
    }

    /// <summary>What a roll's columns are is known; of another table each is guessed.</summary>
    private async Task Guess(Import import, CsvLook.Readable look, bool keepUnknown, CancellationToken ct)
    {
        import.Layout = RollLayout.Of(look.Headers)?.Kind ?? ImportLayout.People;
        if (import.IsRoll) import.Matching = MatchKeyNames.Write(MatchKeys.NameAndBirth);
        if (!import.IsRoll && ShippedTemplates.PutOn(import, look.Headers)) return;
        import.MapTo(import.IsRoll ? [] : Targets.Guess(look.Headers, keepUnknown, look.Dates, nation.Facts.Country, await own.Changeable(ct)));
    }
}
