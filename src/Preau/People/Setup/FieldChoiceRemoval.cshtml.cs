using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Setup;

/// <summary>Takes one choice out of a field, and off everybody who has it.</summary>
[Needs(Permission.EditPeople)]
public sealed class FieldChoiceRemovalPage(Database db, OwnFields own, FieldValues values, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/fields");

    public async Task<IActionResult> OnPost(long id, int number, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Execute("People/HoldPeople", ct);
        if (await db.CustomFields.SingleOrDefaultAsync(f => f.Id == id && f.RemovedAt == null && (f.Kind == FieldKind.Choice || f.Kind == FieldKind.Several), ct) is not { } field || !await own.Sees(field, ct)) return NotFound();
        var choices = FieldChoice.Of(field);
        // Gone already, by a second click.
        if (choices.FirstOrDefault(c => c.Number == number) is { } choice && choices.Count > 1)
        {
            var people = await values.TakeOff(field, choice, ct);
            field.Choices = FieldChoice.Write([.. choices.Where(c => c != choice)]);
            if (people.Count > 0) db.Trail.Record("custom_value.deleted", people, subjectId: field.Id);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            this.Say(words["The choice “{0}” is gone.", choice.Name]);
        }

        return LocalRedirect($"~/fields/{id}");
    }
}
