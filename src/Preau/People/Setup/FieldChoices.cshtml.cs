using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Setup;

/// <summary>Moves one choice of a field up or down, or takes it out, and off everybody who has it.</summary>
[Needs(Permission.EditPeople)]
public sealed class FieldChoicePage(Database db, OwnFields own, ChangeField change, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/fields");

    /// <param name="up">Not sent where it is taken out.</param>
    public async Task<IActionResult> OnPost(long id, int number, bool? up, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Execute("People/HoldPeople", ct);
        if (await db.CustomFields.SingleOrDefaultAsync(f => f.Id == id && f.RemovedAt == null && (f.Kind == FieldKind.Choice || f.Kind == FieldKind.Several), ct) is not { } field || !await own.MayShape(field, ct)) return NotFound();
        var choices = FieldChoice.Of(field);
        // Gone already, by a second click.
        if (choices.FirstOrDefault(c => c.Number == number) is not { } choice || choices.Count == 1) return LocalRedirect($"~/fields/{id}");
        if (field.IsBeingReworked)
        {
            this.Warn(words["The choices of this field are being changed for everybody who has them. Wait until that is done."]);
            return LocalRedirect($"~/fields/{id}");
        }

        if (up is { } isUp)
        {
            await change.MoveChoice(field, choice, isUp, ct);
        }
        else
        {
            this.Say(await change.TakeOut(field, choice, ct) ? words["The choice “{0}” is gone. It is being taken off people in the background.", choice.Name] : words["The choice “{0}” is gone.", choice.Name]);
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return LocalRedirect($"~/fields/{id}");
    }
}
