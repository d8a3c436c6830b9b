using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Dashboard.Goals;

[Needs(Permission.ManageSettings)]
public sealed class EditPage(Database db, CurrentNation nation, Words words) : GoalFormPage(words)
{
    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.Goals.AsNoTracking().SingleOrDefaultAsync(g => g.Id == id, ct) is not { } goal) return NotFound();
        Form = GoalForm.Of(goal, nation.Facts.Currency);
        return Page();
    }

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.Goals.SingleOrDefaultAsync(g => g.Id == id, ct) is not { } goal) return NotFound();
        if (!ModelState.IsValid || !Form.Fill(goal, nation.Facts.Currency)) return this.Again();
        await db.SaveChangesAsync(ct);
        this.Say(Words["Saved."]);
        return LocalRedirect("~/goals");
    }
}
