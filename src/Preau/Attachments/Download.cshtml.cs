using System.Net.Mime;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Attachments;

/// <summary>The file as it came, to be saved: never opened by the browser, whatever it says it is.</summary>
[Needs(Permission.ViewPersonFiles)]
public sealed class DownloadPage(Database db, AttachmentFolder folder) : PageModel
{
    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.Attachments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && db.People.Any(p => p.Id == a.PersonId), ct) is not { } file || !folder.Has(file.Key)) return NotFound();
        // Remembered before the first byte leaves: who breaks the download off has read something too.
        db.Trail.Record("attachment.fetched", [file.PersonId], subjectId: id);
        await db.SaveChangesAsync(ct);
        Response.Headers.CacheControl = "no-store";
        Response.Headers.XContentTypeOptions = "nosniff";
        return PhysicalFile(folder.Full(file.Key), MediaTypeNames.Application.Octet, file.Name);
    }
}
