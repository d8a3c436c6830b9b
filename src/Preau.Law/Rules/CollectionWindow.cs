using Preau.Law.Yaml;

namespace Preau.Law.Rules;

/// <summary>From when until when money may be collected. Ends are days of the campaign's own time zone; the last day is not in it.</summary>
public sealed record Window(DateOnly Opens, DateOnly? Closes);

/// <summary>
/// When money may be collected: so many months before the first day of the month of the vote (or from a day of the year before), for a
/// by-election only from the event that caused it, never before whoever collects was declared, until the account is filed.
/// Without an election, or a by-election without its event, nothing may be collected.
/// </summary>
public sealed record CollectionWindow(RuleHeader Header, int? MonthsBefore, int? MonthOfYearBefore, bool AfterDeclaration)
    : Rule(Header), IGiftRule, ICollectionRule
{
    public Outcome Judge(GiftFacts facts) => Judge(facts.Collector, facts.Election, facts.At);

    public Outcome Judge(CollectorFacts collector, ElectionFacts? election, DateTimeOffset at)
    {
        if (election is null || WindowOf(election, collector) is not { } window)
        {
            return Header.OnBreach;
        }
        var day = LocalTime.DayOf(at, election.TimeZone);
        return Breach(day < window.Opens || day >= window.Closes);
    }

    /// <summary>Null where it cannot be told, which means closed.</summary>
    public Window? WindowOf(ElectionFacts election, CollectorFacts collector)
    {
        if (OpensFor(election) is not { } opens)
        {
            return null;
        }
        if (AfterDeclaration)
        {
            if (collector.DeclaredOn is not { } declared)
            {
                return null;
            }
            opens = declared > opens ? declared : opens;
        }
        return new(opens, election.AccountFiledOn);
    }

    /// <summary>The first day for anybody who may collect in this election, whoever is declared now; null where it cannot be told.</summary>
    public DateOnly? OpensFor(ElectionFacts election)
    {
        var poll = election.FirstPollOn;
        var opens = MonthsBefore is { } months
            ? new DateOnly(poll.Year, poll.Month, 1).AddMonths(-months)
            : new DateOnly(poll.Year - 1, MonthOfYearBefore ?? 1, 1);
        return !election.IsByElection ? opens
            : election.TriggerEventOn is { } trigger ? (trigger > opens ? trigger : opens)
            : null;
    }

    internal static CollectionWindow Read(RuleHeader header, YamlMap map)
    {
        var opens = map.Map("opens");
        var months = opens.OptionalNumber("months_before");
        var year = opens.OptionalNumber("month_of_year_before");
        opens.Done();
        return (months is null) == (year is null) || year is < 1 or > 12 || months < 0
            ? throw map.Wrong("'opens' needs one of months_before and month_of_year_before (1 to 12)")
            : new(header, months, year, map.Flag("after_declaration") ?? false);
    }
}
