using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.People.Bulk;
using Preau.Shared;

namespace Preau.Lists;

/// <summary>Makes a list: empty, or of everybody whom a search or a segment finds now.</summary>
[Needs(Permission.EditSegments)]
public sealed class NewPage(Database db, SaveList save, BulkActs acts, IEnumerable<IBulkAudience> audiences, CurrentAccount account, Words words) : PageModel
{
    [BindProperty]
    public ListForm Form { get; set; } = new();

    /// <summary>Who is put on it, as <see cref="BulkAct.Who"/> says it.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Who { get; set; }

    public string? Title { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct) => await Look(ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!await Look(ct)) return NotFound();
        if (ModelState.IsValid && await save.WhyNot(Form.Name, null, ct) is { } wrong) ModelState.AddModelError("Form.Name", wrong);
        if (!ModelState.IsValid) return this.Again();
        var list = save.Make(Form.Name, Form.Description);
        await db.SaveChangesAsync(ct);
        var here = $"~/lists/{list.Id.ToString(CultureInfo.InvariantCulture)}";
        if (string.IsNullOrEmpty(Who) || await acts.Of(Who, ct) is not { } act)
        {
            this.Say(words["The list “{0}” is made.", list.Name]);
            return LocalRedirect(here);
        }

        await acts.Choose(act, BulkKind.AddToList, new(list.Id, null, null, null), ct);
        // Putting people on a list that is new takes nothing from anybody: only many are asked about first, since they take a while.
        if (act.State == BulkState.Open) act = await acts.Start(act.Id, ct);
        if (act.State != BulkState.Done) return LocalRedirect($"~/people/acts/{act.Id.ToString(CultureInfo.InvariantCulture)}");
        this.Say(await acts.Deed(BulkKind.AddToList).SayDone(act, ct), undo: acts.CanUndo(act) ? $"/people/acts/{act.Id.ToString(CultureInfo.InvariantCulture)}/undo" : null);
        return LocalRedirect(here);
    }

    private async Task<bool> Look(CancellationToken ct)
    {
        if (string.IsNullOrEmpty(Who)) return true;
        var audience = audiences.FirstOrDefault(a => Who.StartsWith(a.Beginning, StringComparison.Ordinal));
        if (audience is null || !account.Can(audience.Needs) || !account.Can(Permission.EditPeople) || await audience.Find(Who[audience.Beginning.Length..], ct) is not { } found) return false;
        Title = found.Title;
        return true;
    }
}
