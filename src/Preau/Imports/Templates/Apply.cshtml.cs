using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Electors.Votes;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Imports.Templates;

/// <summary>Puts a template on a file that waits for its columns.</summary>
[Needs(Permission.ImportPeople)]
public sealed class ApplyPage(Database db, ImportFolder folder, SaveTemplate templates, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/imports/{id}/columns");

    public async Task<IActionResult> OnPost(long id, long template, CancellationToken ct)
    {
        if (await db.Imports.SingleOrDefaultAsync(i => i.Id == id, ct) is not { } import) return NotFound();
        if (import.State != ImportState.Uploaded) return Redirect($"~/imports/{id}");
        if ((ShippedTemplates.WithId(template) ?? await db.ImportTemplates.SingleOrDefaultAsync(t => t.Id == template, ct)) is not { } chosen)
        {
            this.Warn(words["This template is not there any more."]);
            return Redirect($"~/imports/{id}/columns");
        }

        var (headers, _) = await CsvFile.Head(folder.Full(import.Path), import.Encoding, import.Delimiter, 0, ct);
        var count = await templates.Apply(chosen, import, headers, ct);
        await db.SaveChangesAsync(ct);
        this.Say(words["“{0}” is used. Columns of the file that it knows: {1} of {2}; the others are as guessed.", chosen.Name, count, headers.Length]);
        return Redirect($"~/imports/{id}/columns");
    }
}
