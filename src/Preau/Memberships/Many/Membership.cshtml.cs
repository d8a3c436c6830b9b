using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People.Bulk;
using Preau.Shared;

namespace Preau.Memberships.Many;

/// <summary>What the people of an act become members of. The next page says how many that is.</summary>
[Needs(Permission.EditPeople)]
public sealed class MembershipPage(Database db, BulkActs acts, Standing standing, Words words) : PageModel
{
    [BindProperty]
    public MembershipForm Form { get; set; } = new();

    [FromRoute]
    public long Id { get; set; }

    public IReadOnlyList<SelectListItem> Types { get; private set; } = [];

    private string Here => $"~/people/acts/{Id.ToString(CultureInfo.InvariantCulture)}";

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await Load(ct) is not { } act) return NotFound();
        Form.StartedOn = standing.Today;
        return act.State is BulkState.Open or BulkState.Gathering ? Page() : LocalRedirect(Here);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await Load(ct) is not { } act) return NotFound();
        Form.State = SaidState.Runs;
        Form.Check(ModelState, standing.Today, words);
        if (ModelState.IsValid && await acts.Choose(act, BulkKind.Membership, new(Form.TypeId, null, null, new ManyMembership(Form.StartedOn ?? standing.Today, Form.ExpiresOn, Form.Reason?.Trim() ?? "").Write()), ct) is { } wrong)
            ModelState.AddModelError("Form.TypeId", wrong);
        return ModelState.IsValid ? LocalRedirect(Here) : this.Again();
    }

    private async Task<BulkAct?> Load(CancellationToken ct)
    {
        Types = await MembershipRows.Types(db, ct);
        return await db.BulkActs.AsNoTracking().SingleOrDefaultAsync(a => a.Id == Id, ct);
    }
}
