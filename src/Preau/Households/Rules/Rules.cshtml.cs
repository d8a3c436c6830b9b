using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Households;

public sealed class RulesForm
{
    [Range(1, HouseholdRules.Most), Display(Name = "An address with more surnames than these is a building")]
    public int MostSurnames { get; set; }

    [Display(Name = "Tell flats apart by the second line of the address")]
    public bool TellsFlatsApart { get; set; }

    [Display(Name = "Where no other address is known, take the one of the electoral roll")]
    public bool UsesRoll { get; set; }
}

[Needs(Permission.ManageSettings)]
public sealed class RulesPage(Database db, NationSettings settings, HouseholdRuns runs, Words words) : PageModel
{
    [BindProperty]
    public RulesForm Form { get; set; } = new();

    public HouseholdRun? Run { get; private set; }

    public Progress Progress => new(words["Working out households anew"], Run?.Done ?? 0, null, IsRunning: true, PollPath: Request.PathBase + "/settings/households", CancelPath: $"/settings/households/runs/{Run?.Id}/cancellation", CancelLabel: words["Stop here"]);

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        Run = await runs.Last(ct);
        if (Request.Headers["HX-Request-Type"] == "partial") return Partial("/Households/Rules/_Run.cshtml", this);
        var rules = await settings.Get<HouseholdRules>(ct);
        Form = new RulesForm { MostSurnames = rules.MostSurnames, TellsFlatsApart = rules.TellsFlatsApart, UsesRoll = rules.UsesRoll };
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        Run = await runs.Last(ct);
        if (!ModelState.IsValid) return this.Again();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await settings.Set(new HouseholdRules { MostSurnames = Form.MostSurnames, TellsFlatsApart = Form.TellsFlatsApart, UsesRoll = Form.UsesRoll }, ct);
        await runs.Begin(ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        this.Say(words["Saved. Households are worked out anew; what was corrected by hand stays."]);
        return RedirectToPage();
    }
}
