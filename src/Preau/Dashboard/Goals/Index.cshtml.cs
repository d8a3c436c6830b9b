using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Dashboard.Counting;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Dashboard.Goals;

public sealed record GoalRow(long Id, string Label, string Target, DateOnly StartsOn, DateOnly DueOn);

/// <summary>What the campaign wants to reach, and by when. Home shows how far it is.</summary>
[Needs(Permission.ManageSettings)]
public sealed class IndexPage(Database db, CurrentNation nation, Words words, TimeProvider clock) : GoalFormPage(words)
{
    /// <summary>More than these, and none is looked at.</summary>
    public const int Most = 6;

    public IReadOnlyList<GoalRow> Rows { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        Form.StartsOn = nation.Facts.DayOf(clock.GetUtcNow());
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await Load(ct);
        if (Rows.Count >= Most) ModelState.AddModelError("", Words["There are {0} goals already: take one away first.", Most]);
        var goal = new Goal { CreatedAt = clock.GetUtcNow() };
        if (!ModelState.IsValid || !Form.Fill(goal, nation.Facts.Currency)) return this.Again();
        db.Add(goal);
        await db.SaveChangesAsync(ct);
        this.Say(Words["Saved."]);
        return RedirectToPage();
    }

    private async Task Load(CancellationToken ct)
    {
        var goals = await db.Goals.AsNoTracking().OrderBy(g => g.DueOn).ThenBy(g => g.Id).Take(Most).ToListAsync(ct);
        Rows = goals.ConvertAll(g => new GoalRow(g.Id, Words[g.Measure.Label()],
            g.Measure == Measure.Gifts ? new Money(g.Target, nation.Facts.Currency).Brief() : g.Target.ToString("N0", System.Globalization.CultureInfo.CurrentCulture), g.StartsOn, g.DueOn));
    }
}
