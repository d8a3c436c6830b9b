using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Shared;

namespace Preau.Imports.Templates;

/// <summary>A template as a small file for another campaign.</summary>
[Needs(Permission.ImportPeople)]
public sealed class FilePage(Database db) : PageModel
{
    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.ImportTemplates.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct) is not { } template) return NotFound();
        return File(Encoding.UTF8.GetBytes(TemplateFile.Stored(template).Write()), "application/json", $"{Slug.Of(template.Name)}.preau-template.json");
    }
}
