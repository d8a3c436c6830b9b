using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Preau.Law;
using Preau.Nations;
using Preau.Shared;

namespace Preau.Settings;

/// <summary>The fields stand here as on the page, so that what is wrong is listed in that order.</summary>
public sealed class CampaignForm : IValidatableObject
{
    [Required, StringLength(120), Display(Name = "Name of the campaign")]
    public string Name { get; set; } = "";

    [Display(Name = "Election")]
    public ElectionKind? Election { get; set; }

    [StringLength(120), Display(Name = "Where the vote is")]
    public string? Territory { get; set; }

    [Range(1, 100_000_000), Display(Name = "Population")]
    public int? Population { get; set; }

    [Display(Name = "First round")]
    public DateOnly? FirstRoundOn { get; set; }

    [Display(Name = "Second round")]
    public DateOnly? SecondRoundOn { get; set; }

    [Required, Display(Name = "Clock of the campaign")]
    public string TimeZone { get; set; } = "Europe/Paris";

    [Display(Name = "It is a by-election")]
    public bool IsByElection { get; set; }

    [Display(Name = "Who is on no roll and has no address votes in mainland France")]
    public bool UnknownVoteAtHome { get; set; }

    [Display(Name = "Day of the event that caused it")]
    public DateOnly? TriggerEventOn { get; set; }

    [StringLength(200), Display(Name = "Candidate or list")]
    public string? Candidate { get; set; }

    [Display(Name = "Kind")]
    public CollectorKind? CollectorKind { get; set; }

    [Display(Name = "Declared on")]
    public DateOnly? CollectorDeclaredOn { get; set; }

    [StringLength(200), Display(Name = "Name of the mandataire or association")]
    public string? CollectorName { get; set; }

    [StringLength(400), Display(Name = "Postal address")]
    public string? CollectorAddress { get; set; }

    [StringLength(50), Display(Name = "Bank account")]
    public string? CollectorAccount { get; set; }

    [Display(Name = "Account filed on")]
    public DateOnly? AccountFiledOn { get; set; }

    // The longest term of an office that somebody campaigns for.
    private const int MostYears = 6;

    public static CampaignForm Of(NationFacts nation, CampaignSettings c) => new()
    {
        Name = nation.Name, TimeZone = nation.TimeZone, AccountFiledOn = c.AccountFiledOn, Election = c.Election, FirstRoundOn = c.FirstRoundOn, SecondRoundOn = c.SecondRoundOn, Territory = c.Territory, Population = c.Population,
        IsByElection = c.IsByElection, UnknownVoteAtHome = c.UnknownVoteAtHome, TriggerEventOn = c.TriggerEventOn, Candidate = c.Candidate, CollectorKind = c.CollectorKind, CollectorName = c.CollectorName,
        CollectorAddress = c.CollectorAddress, CollectorDeclaredOn = c.CollectorDeclaredOn, CollectorAccount = c.CollectorAccount,
    };

    public void CopyTo(CampaignSettings c)
    {
        (c.Election, c.FirstRoundOn, c.SecondRoundOn) = (Election, FirstRoundOn, SecondRoundOn);
        (c.Territory, c.Population, c.IsByElection, c.TriggerEventOn) = (Territory?.Trim(), Population, IsByElection, TriggerEventOn);
        (c.UnknownVoteAtHome, c.AccountFiledOn) = (UnknownVoteAtHome, AccountFiledOn);
        (c.Candidate, c.CollectorKind, c.CollectorName) = (Candidate?.Trim(), CollectorKind, CollectorName?.Trim());
        (c.CollectorAddress, c.CollectorDeclaredOn, c.CollectorAccount) = (CollectorAddress?.Trim(), CollectorDeclaredOn, CollectorAccount?.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant());
    }

    /// <summary>Days that were typed now and lie so far back that no campaign is for them: most likely the year is wrong. A campaign that ended long ago keeps its days.</summary>
    public IEnumerable<string> DaysLongAgo(CampaignSettings kept, DateOnly today)
    {
        var limit = today.AddYears(-1);
        if (FirstRoundOn < limit && FirstRoundOn != kept.FirstRoundOn) yield return nameof(FirstRoundOn);
        if (SecondRoundOn < limit && SecondRoundOn != kept.SecondRoundOn && SecondRoundOn > FirstRoundOn) yield return nameof(SecondRoundOn);
    }

    /// <summary>What is possible and most likely a slip: overseas and abroad vote on other days.</summary>
    public IEnumerable<string> Doubts(Words words, DateOnly today)
    {
        if (Election is not { } kind || kind == ElectionKind.Other || FirstRoundOn is not { } first) yield break;
        if (first > today.AddYears(MostYears)) yield return words["The first round is on {0}. Check the year.", Day(first)];
        if (first.DayOfWeek is not (DayOfWeek.Sunday or DayOfWeek.Saturday))
        {
            // What would follow from a day that is most likely wrong is not said.
            yield return words["The first round is on {0}; France votes on Sundays. Check the day.", Day(first)];
            yield break;
        }

        if (first.DayOfWeek == DayOfWeek.Saturday && kind is (ElectionKind.Presidential or ElectionKind.European or ElectionKind.Referendum)) yield return words["The whole country votes in this election: give the Sunday. Who votes on Saturday is known to the law pack."];
        if (SecondRoundOn is not { } second) yield break;
        if (kind.DaysBetweenRounds() is not { } days) yield return words["This election has one round only. Check the day of the second."];
        else if (second != first.AddDays(days)) yield return words["The second round is on {0}; most likely it is on {1}. Check the day.", Day(second), Day(first.AddDays(days))];
    }

    private static string Day(DateOnly day) => day.ToString("dddd d MMMM yyyy", CultureInfo.CurrentCulture);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var words = validationContext.GetRequiredService<Words>();
        if (TriggerEventOn > FirstRoundOn) yield return new ValidationResult(words["What made the vote necessary came before it: check the day of the event, and that of the first round."], [nameof(TriggerEventOn)]);
        if (SecondRoundOn is not null && FirstRoundOn is null) yield return new ValidationResult(words["Give the day of the first round, too."], [nameof(FirstRoundOn)]);
        if (SecondRoundOn <= FirstRoundOn) yield return new ValidationResult(words["The second round comes after the first."], [nameof(SecondRoundOn)]);
        var today = DateOnly.FromDateTime(validationContext.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime).AddDays(1);
        if (CollectorDeclaredOn > today) yield return new ValidationResult(words["The declaration lies in the future: give the day of the prefecture’s receipt."], [nameof(CollectorDeclaredOn)]);
        if (CollectorDeclaredOn > FirstRoundOn && CollectorDeclaredOn <= today) yield return new ValidationResult(words["The declaration comes before the vote: check its day, and that of the first round."], [nameof(CollectorDeclaredOn)]);
        if (AccountFiledOn > today) yield return new ValidationResult(words["The account is filed in the future: leave this empty until the day has come, or gifts end with it."], [nameof(AccountFiledOn)]);
        else if (AccountFiledOn < FirstRoundOn) yield return new ValidationResult(words["The account is filed after the vote: check its day, and that of the first round."], [nameof(AccountFiledOn)]);
        if (!ClocksOf.All.ContainsKey(TimeZone)) yield return new ValidationResult(words["Choose one of the clocks."], [nameof(TimeZone)]);
        if (IsByElection && TriggerEventOn is null) yield return new ValidationResult(words["A by-election needs the day of the event that caused it: gifts may be taken from then on."], [nameof(TriggerEventOn)]);
        if (CollectorAccount is { Length: > 0 } account && !Iban.IsValid(account)) yield return new ValidationResult(words["This IBAN is not right: its check digits do not fit."], [nameof(CollectorAccount)]);
    }
}
