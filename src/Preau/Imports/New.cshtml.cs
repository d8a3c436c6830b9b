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
public sealed class NewPage(Database db, OpenImport open, CurrentAccount me, Words words) : PageModel
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
        switch (await open.Run(content, Table.FileName, Tag, KeepUnknown, me.Id, ct))
        {
            case Opening.Opened opened:
                await db.SaveChangesAsync(ct);
                return Redirect($"~/imports/{opened.Import.Id}/{(opened.Import.IsRoll ? "roll" : "columns")}");
            case Opening.Refused refused:
                ModelState.AddModelError("File", refused.Say(words));
                return this.Again();
            default: throw new System.Diagnostics.UnreachableException();
        }
    }
}
