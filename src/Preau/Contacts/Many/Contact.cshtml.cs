using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People.Bulk;
using Preau.Shared;

namespace Preau.Contacts.Many;

/// <summary>How the people of an act were reached, and with what result. The next page says how many that is about.</summary>
[Needs(Permission.EditPeople)]
public sealed class ContactPage(Database db, BulkActs acts, CurrentNation nation, Words words, TimeProvider clock) : PageModel
{
    [BindProperty]
    public ManyForm Form { get; set; } = new();

    [FromRoute]
    public long Id { get; set; }

    public long Total { get; private set; }

    private string Here => $"~/people/acts/{Id.ToString(CultureInfo.InvariantCulture)}";

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await Load(ct) is not { } act) return NotFound();
        if (act.State is not (BulkState.Open or BulkState.Gathering)) return LocalRedirect(Here);
        if (act.Kind == BulkKind.Contact && ManyContact.Read(act.Value) is { } known) Form = new() { Method = known.Method, Status = known.Status, Text = known.Text, Day = known.Day };
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await Load(ct) is not { } act) return NotFound();
        var today = nation.Facts.DayOf(clock.GetUtcNow());
        if (Form.Day > today) ModelState.AddModelError("Form.Day", words["This day is still to come."]);
        else if (Form.Day is { Year: < 1990 }) ModelState.AddModelError("Form.Day", words["Write a day that can be."]);
        if (!ModelState.IsValid) return this.Again();
        var contact = new ManyContact(Form.Method!.Value, Form.Status!.Value, Form.Text?.Trim() ?? "", Form.Day == today ? null : Form.Day);
        if (await acts.Choose(act, BulkKind.Contact, new(null, null, null, contact.Write()), ct) is { } wrong) this.Warn(wrong);
        return LocalRedirect(Here);
    }

    private async Task<BulkAct?> Load(CancellationToken ct)
    {
        var act = await db.BulkActs.AsNoTracking().SingleOrDefaultAsync(a => a.Id == Id, ct);
        Total = act?.Total ?? 0;
        return act;
    }
}
