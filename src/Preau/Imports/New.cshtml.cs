using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports;

[Needs(Permission.ImportPeople)]
[RequestSizeLimit(ImportFolder.MaxBytes)]
[RequestFormLimits(MultipartBodyLengthLimit = ImportFolder.MaxBytes)]
public sealed class NewPage(Database db, ImportFolder folder, CurrentAccount me, Words words, TimeProvider clock) : PageModel
{
    [BindProperty(Name = "File")]
    public IFormFile? Table { get; set; }

    [BindProperty, StringLength(TagPeople.MaxLength), Display(Name = "Tag")]
    public string? Tag { get; set; }

    [BindProperty, Display(Name = "Columns that are not known become fields of your own")]
    public bool KeepUnknown { get; set; } = true;

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (Table is null || Table.Length == 0)
        {
            ModelState.AddModelError("File", words["Choose a file that is not empty."]);
            return this.Again();
        }

        await using var content = Table.OpenReadStream();
        var path = await folder.Keep(content, ct);
        var seen = await CsvFile.Look(folder.Full(path), ct);
        if (seen is not CsvLook.Readable look)
        {
            var refused = (CsvLook.Refused)seen;
            System.IO.File.Delete(folder.Full(path));
            ModelState.AddModelError("File", words[refused.Reason]);
            return this.Again();
        }

        var import = new Import
        {
            FileName = Path.GetFileName(Table.FileName), Path = path, Encoding = look.Encoding, Delimiter = look.Delimiter, Tag = string.IsNullOrWhiteSpace(Tag) ? null : Tag.Trim(),
            State = ImportState.Uploaded, Total = look.Rows, AccountId = me.Id, CreatedAt = clock.GetUtcNow(),
        };
        db.Add(import);
        import.MapTo(look.Headers.ToDictionary(h => h, h => Targets.Guess(h, KeepUnknown), StringComparer.Ordinal));
        await db.SaveChangesAsync(ct);
        return Redirect($"~/imports/{import.Id}/columns");
    }
}
