using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Profile;

[Needs(Permission.WriteNotes)]
public sealed class NotesPage(Database db, CurrentAccount account, Words words, TimeProvider clock) : PageModel
{
    public const int MaxLength = 10_000;

    public IActionResult OnGet(long id) => LocalRedirect($"~/people/{id}");

    public async Task<IActionResult> OnPost(long id, string? text, CancellationToken ct)
    {
        if (!await db.People.AnyAsync(p => p.Id == id, ct)) return NotFound();
        var note = (text ?? "").Trim();
        if (note.Length is 0 or > MaxLength)
        {
            this.Say(words["A note needs some words, {0} characters at most. Nothing was saved.", MaxLength]);
            return LocalRedirect($"~/people/{id}");
        }
        db.Add(new Note { PersonId = id, AuthorId = account.Id, Text = note, At = clock.GetUtcNow() });
        await db.SaveChangesAsync(ct);
        this.Say(words["Note saved."]);
        return LocalRedirect($"~/people/{id}");
    }
}
