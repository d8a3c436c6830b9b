using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Bulk;

/// <summary>An act on many people from the first question to its undo: who, what, how many would change, how far it is, what became of it.</summary>
[Needs(Permission.EditPeople)]
public sealed class ShowPage(Database db, BulkActs acts, BulkFields fields, IEnumerable<IBulkDeed> deeds, Words words) : PageModel
{
    public BulkAct Act { get; private set; } = new();
    public string Heading { get; private set; } = "";
    public BulkForecast? Forecast { get; private set; }
    public string? Consequence { get; private set; }
    public IReadOnlyList<(BulkKind Kind, BulkAsk Ask)> Asks { get; private set; } = [];
    public IReadOnlyList<BulkField> Fields { get; private set; } = [];
    public IReadOnlyList<string> Tags { get; private set; } = [];
    public bool CanUndo => acts.CanUndo(Act);
    public bool IsBusy => Act.State is BulkState.Gathering or BulkState.Running or BulkState.Undoing;

    public Progress Progress => Act.State switch
    {
        BulkState.Gathering => new(words["Writing down who they are"], Act.Total, null, IsRunning: true, CancelPath: $"/people/acts/{Act.Id}/cancellation", CancelLabel: words["Stop here"]),
        BulkState.Undoing => new(words["Taking it back"], Act.Done, Act.Changed, IsRunning: true),
        _ => new(Heading, Act.Done, Act.Total, IsRunning: true, CancelPath: $"/people/acts/{Act.Id}/cancellation", CancelLabel: words["Stop here"]),
    };

    /// <param name="other">To choose another deed than the one that was chosen.</param>
    public async Task<IActionResult> OnGet(long id, bool other, CancellationToken ct)
    {
        if (await db.BulkActs.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) is not { } act) return NotFound();
        Act = act;
        Heading = act.Kind == BulkKind.None || (other && act.State == BulkState.Open) ? words["What is done with them?"] : await acts.Deed(act.Kind).Say(act, ct);
        if (act.State == BulkState.Open && act.Total > 0)
        {
            if (act.Kind != BulkKind.None && !other) (Forecast, Consequence) = (await acts.Forecast(act, ct), await acts.Deed(act.Kind).Consequence(act, ct));
            else await Offer(ct);
        }

        if (Request.Headers["HX-Request-Type"] != "partial") return Page();
        // What can be done with it stands above what is asked for again and again: once the work is over, the page comes whole.
        if (!IsBusy) Response.Headers["HX-Refresh"] = "true";
        return Partial("_Body", this);
    }

    private async Task Offer(CancellationToken ct)
    {
        var asks = new List<(BulkKind, BulkAsk)>();
        foreach (var deed in deeds)
        {
            if (await deed.Ask(ct) is { } ask) asks.Add((deed.Kind, ask));
        }

        Asks = asks;
        Fields = await fields.All(ct);
        Tags = await db.Tags.OrderBy(t => t.NameKey).Select(t => t.Name).Take(200).ToListAsync(ct);
    }
}
