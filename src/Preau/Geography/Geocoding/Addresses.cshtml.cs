using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Geography;

/// <summary>The register of addresses: what it is, what came of it, and how another one is loaded.</summary>
[Needs(Permission.ViewSegments)]
[RequestSizeLimit(MaxBytes)]
[RequestFormLimits(MultipartBodyLengthLimit = MaxBytes)]
public sealed class AddressesPage(Database db, AddressBook book, GeoWorks works, NationDirectory nations, Words words) : PageModel
{
    public const long MaxBytes = 8L * 1024 * 1024 * 1024;

    [BindProperty(Name = "File")]
    public IFormFile? Upload { get; set; }


    public BookFacts? Book { get; private set; }
    public IReadOnlyList<PlaceTotal> Totals { get; private set; } = [];
    public IReadOnlyList<GeoWork> Running { get; private set; } = [];
    public IReadOnlyList<string> Dropped { get; private set; } = [];

    /// <summary>Whether other nations use the same register: then no nation's owner changes it.</summary>
    public bool IsShared { get; private set; }

    public Task OnGet(CancellationToken ct) => Load(ct);

    [Needs(Permission.ManageSettings)]
    public async Task<IActionResult> OnPost([FromForm(Name = "Dropped")] string? dropped, CancellationToken ct)
    {
        await Load(ct);
        if (IsShared) return Refuse(words["Several campaigns use this installation, and they share the register. Its operator loads a file with “preau geocode FILE”."]);
        if (Running.Any(w => w.Kind == GeoWorkKind.LoadAddresses)) return Refuse(words["Addresses are being loaded already. Wait until that is done, or stop it."]);
        if (Upload is { Length: > 0 })
        {
            if (await Keep(Upload, ct) is not { } kept) return Refuse(words["There is no room left on the server’s disk. Nothing of the file was kept; ask the operator to make room."]);
            return await Begin(Upload.FileName, kept, isUploaded: true, ct);
        }

        // Only by a name that is in the folder: never by a path.
        if (dropped is { Length: > 0 } && Dropped.Contains(dropped, StringComparer.Ordinal)) return await Begin(dropped, System.IO.Path.Combine(book.Folder, dropped), isUploaded: false, ct);
        return Refuse(words["Choose a file that is not empty."]);
    }

    private async Task Load(CancellationToken ct)
    {
        Book = book.Facts();
        Totals = await db.PlaceTotals.AsNoTracking().Where(t => t.People > 0).OrderBy(t => t.Accuracy).ToListAsync(ct);
        Running = await db.GeoWorks.AsNoTracking().Where(w => w.State == GeoWorkState.Running && w.SubjectId == null).OrderBy(w => w.Id).Take(5).ToListAsync(ct);
        IsShared = (await nations.All(ct)).Count > 1;
        if (!IsShared) Dropped = book.Dropped();
    }

    private async Task<IActionResult> Begin(string name, string path, bool isUploaded, CancellationToken ct)
    {
        var work = works.Begin(GeoWorkKind.LoadAddresses, new FileInfo(path).Length, fileName: System.IO.Path.GetFileName(name), path: path, isUploaded: isUploaded);
        await db.SaveChangesAsync(ct);
        return LocalRedirect($"~/map/work/{work.Id.ToString(CultureInfo.InvariantCulture)}");
    }

    private async Task<string?> Keep(IFormFile file, CancellationToken ct)
    {
        var path = System.IO.Path.Combine(book.Folder, $"{AddressBook.Uploading}{Guid.NewGuid():n}.part");
        Directory.CreateDirectory(book.Folder);
        try
        {
            await using var target = System.IO.File.Create(path);
            await file.CopyToAsync(target, ct);
            return path;
        }
        catch (IOException full) when (NoRoom.In(full))
        {
            System.IO.File.Delete(path);
            return null;
        }
        catch
        {
            System.IO.File.Delete(path);
            throw;
        }
    }

    private PageResult Refuse(string why)
    {
        ModelState.AddModelError("File", why);
        return this.Again();
    }
}
