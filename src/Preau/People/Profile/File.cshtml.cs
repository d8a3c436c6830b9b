using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Exports;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Profile;

/// <summary>Everything that any part of the program knows of somebody, as a file to hand to them (GDPR art. 15 and 20).</summary>
[Needs(Permission.HandOutPersonFile)]
public sealed class FilePage(Database db, IEnumerable<IPersonPart> parts, OwnFields own, ExportFolder folder, CurrentNation nation, Words words, TimeProvider clock) : PageModel
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (!await db.People.AnyAsync(p => p.Id == id, ct)) return NotFound();
        // The law wants it whole: half of it would be wrong, and the other half is not theirs to read.
        if (await own.Hidden(ct) is { Count: > 0 } hidden && await TellsOf(id, hidden, ct))
        {
            this.Warn(words["This person has answers, or is one, in fields that your role does not see, and the file has to be whole. Ask an owner for it."]);
            return LocalRedirect($"~/people/{id}");
        }

        var file = new Dictionary<string, object?>(StringComparer.Ordinal) { ["campaign"] = nation.Facts.Name, ["at"] = clock.GetUtcNow() };
        var beside = new List<HandedOutFile>();
        foreach (var part in parts)
        {
            if (await part.Export(id, ct) is { } known) file[part.Name] = known;
            beside.AddRange(await part.Files(id, ct));
        }
        db.Trail.Note("person.file", 1, subjectId: id);
        await db.SaveChangesAsync(ct);
        var record = JsonSerializer.SerializeToUtf8Bytes(file, Readable);
        var name = $"{nation.Facts.Slug}-person-{id}";
        return beside.Count == 0 ? File(record, "application/json", name + ".json") : File(await Pack(name, record, beside, ct), "application/zip", name + ".zip");
    }

    private async Task<bool> TellsOf(long id, List<CustomField> hidden, CancellationToken ct)
    {
        foreach (var part in parts)
        {
            if (await part.Tells(id, hidden, ct)) return true;
        }

        return false;
    }

    /// <summary>The record and the files that are kept beside it, put together on the disk before the first byte is sent, and gone once the last one is.</summary>
    private async Task<Stream> Pack(string name, byte[] record, List<HandedOutFile> beside, CancellationToken ct)
    {
        var passing = folder.Create(folder.Next(SheetFormat.Xlsx), isPassing: true);
        try
        {
            await using (var zip = await ZipArchive.CreateAsync(passing, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct))
            {
                await Put(zip, name + ".json", new MemoryStream(record), ct);
                // One that was removed since goes without: the record was made before.
                foreach (var file in beside.Where(f => System.IO.File.Exists(f.Path))) await Put(zip, HandedOutFile.Folder + file.Name, System.IO.File.OpenRead(file.Path), ct);
            }

            passing.Position = 0;
            return passing;
        }
        catch
        {
            await passing.DisposeAsync();
            throw;
        }
    }

    private static async Task Put(ZipArchive zip, string name, Stream content, CancellationToken ct)
    {
        await using (content)
        {
            await using var entry = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(ct);
            await content.CopyToAsync(entry, ct);
        }
    }
}
