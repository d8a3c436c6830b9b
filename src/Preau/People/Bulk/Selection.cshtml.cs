using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.People.Listing;
using Preau.Shared;

namespace Preau.People.Bulk;

/// <summary>What is done with the people who were ticked in a list is done at once; with all of a list, a page first says how many will change.</summary>
[Needs(Permission.EditPeople)]
public sealed class SelectionPage(BulkActs acts, CurrentAccount account, Words words) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "")]
    public PersonFilter Filter { get; set; } = new();

    public IActionResult OnGet() => LocalRedirect("~" + Filter.Address());

    public async Task<IActionResult> OnPost(Selection chosen, CancellationToken ct)
    {
        if (chosen.Act is null or "") return Back(words["Nothing was changed."]);
        var kind = EnumText<BulkKind>.TryParse(chosen.Act, out var said) ? said : BulkKind.None;
        var choice = new BulkChoice(kind == BulkKind.TakeFromList ? Filter.List : chosen.Account, chosen.TagName, null, null);
        if (chosen.Everybody || kind == BulkKind.None)
        {
            if (await Begin(chosen, ct) is not { } many) return NotFound();
            if (kind != BulkKind.None && await acts.Choose(many, kind, choice, ct) is { } refused) return Back(refused);
            return LocalRedirect($"~/people/acts/{many.Id.ToString(CultureInfo.InvariantCulture)}");
        }

        var act = await acts.OfTicked(chosen.People, ct);
        if (await acts.Choose(act, kind, choice, ct) is { } wrong) return Back(wrong);
        act = await acts.Start(act.Id, ct);
        if (act.State is BulkState.Running) return LocalRedirect($"~/people/acts/{act.Id.ToString(CultureInfo.InvariantCulture)}");
        this.Say(act.Problem ?? await acts.Deed(kind).SayDone(act, ct), undo: acts.CanUndo(act) ? $"/people/acts/{act.Id.ToString(CultureInfo.InvariantCulture)}/undo" : null);
        return LocalRedirect("~" + Filter.Address());
    }

    private async Task<BulkAct?> Begin(Selection chosen, CancellationToken ct)
    {
        if (!chosen.Everybody) return await acts.OfTicked(chosen.People, ct);
        // Whoever does the work later is nobody: «mine» is said by number.
        if (Filter.Assignee == "me") Filter.Assignee = account.Id?.ToString(CultureInfo.InvariantCulture);
        return await acts.Of(FilteredPeople.Start + Filter.Query, ct);
    }

    private LocalRedirectResult Back(string sentence)
    {
        this.Say(sentence);
        return LocalRedirect("~" + Filter.Address());
    }
}

public sealed class Selection
{
    public long[] People { get; set; } = [];
    public bool Everybody { get; set; }
    public string? Act { get; set; }
    public string? TagName { get; set; }
    public long? Account { get; set; }
}
