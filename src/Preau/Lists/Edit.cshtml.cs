using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Lists;

[Needs(Permission.EditSegments)]
public sealed class EditPage(Database db, SaveList save, Words words) : PageModel
{
    [BindProperty]
    public ListForm Form { get; set; } = new();

    public long Id { get; private set; }
    public string Name { get; private set; } = "";

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await Load(id, ct) is not { } list) return NotFound();
        Form = new() { Name = list.Name, Description = list.Description };
        return Page();
    }

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await Load(id, ct) is not { } list) return NotFound();
        if (ModelState.IsValid && await save.WhyNot(Form.Name, id, ct) is { } wrong) ModelState.AddModelError("Form.Name", wrong);
        if (!ModelState.IsValid) return this.Again();
        save.Change(list, Form.Name, Form.Description);
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return LocalRedirect($"~/lists/{id.ToString(CultureInfo.InvariantCulture)}");
    }

    private async Task<PersonList?> Load(long id, CancellationToken ct)
    {
        var list = await db.PersonLists.SingleOrDefaultAsync(l => l.Id == id && l.RemovedAt == null, ct);
        (Id, Name) = (id, list?.Name ?? "");
        return list;
    }
}
