using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Dashboard.Counting;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Dashboard.Goals;

public sealed class GoalForm : IValidatableObject
{
    [Required, Display(Name = "Goal of what")]
    public Measure? Measure { get; set; }

    [Required, StringLength(20), Display(Name = "How much")]
    public string Target { get; set; } = "";

    [Required, Display(Name = "Counted from")]
    public DateOnly? StartsOn { get; set; }

    [Required, Display(Name = "To be reached by")]
    public DateOnly? DueOn { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var words = validationContext.GetRequiredService<Words>();
        if (Measure is { } measure && !GoalMeasures.All.Contains(measure)) yield return new ValidationResult(words["Choose what the goal is of."], [nameof(Measure)]);
        if (StartsOn is { } start && DueOn is { } due && (due <= start || start.Year < 2000 || due.Year > 2100)) yield return new ValidationResult(words["The goal is reached after the day it is counted from."], [nameof(DueOn)]);
        if (Read(validationContext.GetRequiredService<CurrentNation>().Facts.Currency) is null) yield return new ValidationResult(words["Write a number above nought."], [nameof(Target)]);
    }

    /// <summary>People or cents; null where it is no number that a goal can have.</summary>
    public long? Read(string currency)
    {
        if (!Shared.Money.TryParse(Target, currency, out var money) || money.Cents <= 0) return null;
        if (Measure == Counting.Measure.Gifts) return money.Cents;
        var unit = Shared.Money.Decimals(currency) == 0 ? 1 : 100;
        return money.Cents % unit == 0 ? money.Cents / unit : null;
    }
}

public sealed record GoalRow(long Id, string Label, string Target, DateOnly StartsOn, DateOnly DueOn);

/// <summary>What the campaign wants to reach, and by when. Home shows how far it is.</summary>
[Needs(Permission.ManageSettings)]
public sealed class IndexPage(Database db, CurrentNation nation, Words words, TimeProvider clock) : PageModel
{
    /// <summary>More than these, and none is looked at.</summary>
    public const int Most = 6;

    [BindProperty]
    public GoalForm Form { get; set; } = new();

    public IReadOnlyList<GoalRow> Rows { get; private set; } = [];

    public IEnumerable<SelectListItem> Measures => GoalMeasures.All.Select(m => new SelectListItem(words[m.Label()], m.ToString()));

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        Form.StartsOn = nation.Facts.DayOf(clock.GetUtcNow());
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await Load(ct);
        if (Rows.Count >= Most) ModelState.AddModelError("", words["There are {0} goals already: take one away first.", Most]);
        if (!ModelState.IsValid || Form is not { Measure: { } measure, StartsOn: { } start, DueOn: { } due } || Form.Read(nation.Facts.Currency) is not { } target) return this.Again();
        db.Add(new Goal { Measure = measure, Target = target, StartsOn = start, DueOn = due, CreatedAt = clock.GetUtcNow() });
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return RedirectToPage();
    }

    private async Task Load(CancellationToken ct)
    {
        var goals = await db.Goals.AsNoTracking().OrderBy(g => g.DueOn).ThenBy(g => g.Id).Take(Most).ToListAsync(ct);
        Rows = goals.ConvertAll(g => new GoalRow(g.Id, words[g.Measure.Label()],
            g.Measure == Measure.Gifts ? new Money(g.Target, nation.Facts.Currency).Brief() : g.Target.ToString("N0", System.Globalization.CultureInfo.CurrentCulture), g.StartsOn, g.DueOn));
    }
}
