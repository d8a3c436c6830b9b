using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Profile;

/// <summary>Everything that any part of the program knows of somebody, as a file to hand to them (GDPR art. 15 and 20).</summary>
[Needs(Permission.HandOutPersonFile)]
public sealed class FilePage(Database db, IEnumerable<IPersonPart> parts, OwnFields own, CurrentNation nation, Words words, TimeProvider clock) : PageModel
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
        if (await own.HidesSomeOf(id, ct))
        {
            this.Warn(words["This person has answers, or is one, in fields that your role does not see, and the file has to be whole. Ask an owner for it."]);
            return LocalRedirect($"~/people/{id}");
        }

        var file = new Dictionary<string, object?>(StringComparer.Ordinal) { ["campaign"] = nation.Facts.Name, ["at"] = clock.GetUtcNow() };
        foreach (var part in parts)
        {
            if (await part.Export(id, ct) is { } known) file[part.Name] = known;
        }
        db.Trail.Note("person.file", 1, subjectId: id);
        await db.SaveChangesAsync(ct);
        return File(JsonSerializer.SerializeToUtf8Bytes(file, Readable), "application/json", $"{nation.Facts.Slug}-person-{id}.json");
    }
}
