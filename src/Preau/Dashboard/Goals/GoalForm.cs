using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Preau.Dashboard.Counting;
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

    public static GoalForm Of(Goal goal, string currency) => new()
    {
        Measure = goal.Measure, StartsOn = goal.StartsOn, DueOn = goal.DueOn,
        Target = goal.Measure == Counting.Measure.Gifts ? new Money(goal.Target, currency).PlainIn(CultureInfo.CurrentCulture) : goal.Target.ToString(CultureInfo.CurrentCulture),
    };

    /// <returns>Whether all that was written makes a goal.</returns>
    public bool Fill(Goal goal, string currency)
    {
        if (this is not { Measure: { } measure, StartsOn: { } start, DueOn: { } due } || Read(currency) is not { } target) return false;
        (goal.Measure, goal.Target, goal.StartsOn, goal.DueOn) = (measure, target, start, due);
        return true;
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var words = validationContext.GetRequiredService<Words>();
        if (Measure is { } measure && !GoalMeasures.All.Contains(measure)) yield return new ValidationResult(words["Choose what the goal is of."], [nameof(Measure)]);
        if (StartsOn is { } start && DueOn is { } due && (due <= start || start.Year < 2000 || due.Year > 2100)) yield return new ValidationResult(words["The goal is reached after the day it is counted from."], [nameof(DueOn)]);
        if (Read(validationContext.GetRequiredService<CurrentNation>().Facts.Currency) is null) yield return new ValidationResult(words["Write a number above nought, and one that can be reached."], [nameof(Target)]);
    }

    // More than the people of any country, and than any campaign may spend.
    private const long MostPeople = 100_000_000;
    private const long MostCents = 100_000_000_000;

    /// <summary>People or cents; null where it is no number that a goal can have.</summary>
    private long? Read(string currency)
    {
        if (!Shared.Money.TryParse(Target, currency, out var money) || money.Cents <= 0) return null;
        if (Measure == Counting.Measure.Gifts) return money.Cents <= MostCents ? money.Cents : null;
        var unit = Shared.Money.Decimals(currency) == 0 ? 1 : 100;
        return money.Cents % unit == 0 && money.Cents / unit <= MostPeople ? money.Cents / unit : null;
    }
}

/// <summary>A screen on which a goal is written.</summary>
public abstract class GoalFormPage(Words words) : PageModel
{
    protected Words Words => words;

    [BindProperty]
    public GoalForm Form { get; set; } = new();

    public IEnumerable<SelectListItem> Measures => GoalMeasures.All.Select(m => new SelectListItem(words[m.Label()], m.ToString()));
}
