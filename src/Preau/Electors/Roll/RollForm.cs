using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Preau.Shared;

namespace Preau.Electors.Roll;

/// <summary>What is asked before a roll can be brought in (Code électoral, art. L.37).</summary>
public sealed class RollForm
{
    public const int MaxAuthority = 200;
    private static readonly DateOnly Earliest = new(1990, 1, 1);

    [StringLength(MaxAuthority), Display(Name = "Who delivered the list")]
    public string? Authority { get; set; }

    [Display(Name = "Date of the list")]
    public DateOnly? ListedOn { get; set; }

    [Display(Name = "Delivered on")]
    public DateOnly? ObtainedOn { get; set; }

    [Display(Name = "It is the whole list of its communes")]
    public bool IsComplete { get; set; } = true;

    [Display(Name = "I undertake this for the campaign")]
    public bool Undertaken { get; set; }

    /// <summary>What is missing or wrong, as sentences to translate, by field.</summary>
    public IEnumerable<(string Field, string Problem)> Problems(DateOnly today)
    {
        if (string.IsNullOrWhiteSpace(Authority)) yield return (nameof(Authority), "Say which town hall, prefecture or embassy delivered the list.");
        else if (Authority.Length > MaxAuthority) yield return (nameof(Authority), "Say it in 200 characters at most.");
        if (ListedOn is not { } listed) yield return (nameof(ListedOn), "Say of which day the list is: it tells a newer roll from an older one.");
        else if (listed > today || listed < Earliest) yield return (nameof(ListedOn), "The date of the list must lie between 1990 and today.");
        if (ObtainedOn is not { } obtained) yield return (nameof(ObtainedOn), "Say when the list was delivered.");
        else if (obtained > today || obtained < Earliest) yield return (nameof(ObtainedOn), "The day of the delivery must lie between 1990 and today.");
        if (!Undertaken) yield return (nameof(Undertaken), "Without this undertaking the law does not let you have the list, and it cannot be brought in.");
    }

    public void Check(ModelStateDictionary state, string prefix, DateOnly today, Words words)
    {
        foreach (var (field, problem) in Problems(today))
        {
            var key = $"{prefix}.{field}";
            if (!(state.TryGetValue(key, out var entry) && entry.Errors.Count > 0)) state.AddModelError(key, words[problem]);
        }
    }
}
