using Preau.Law;

namespace Preau.Nations;

/// <summary>The campaign before the law: which election, for whom, and who collects the money. A blank is not known yet, and rules treat it so.</summary>
public sealed class CampaignSettings
{
    public ElectionKind? Election { get; set; }
    public DateOnly? FirstRoundOn { get; set; }
    public DateOnly? SecondRoundOn { get; set; }

    /// <summary>When the last polling station closes, on the nation's clock; the law pack's hour where it is not known.</summary>
    public TimeOnly? PollsCloseAt { get; set; }

    /// <summary>Where the vote is: the commune, canton or constituency.</summary>
    public string? Territory { get; set; }
    public int? Population { get; set; }

    /// <summary>In a vote of the whole country, that people of whom nobody knows where they vote do so at home; else they are silent as soon as anybody is.</summary>
    public bool UnknownVoteAtHome { get; set; }
    public bool IsByElection { get; set; }

    /// <summary>The resignation, death or annulment that made the by-election necessary.</summary>
    public DateOnly? TriggerEventOn { get; set; }

    /// <summary>The candidate, pair or list that the campaign is for.</summary>
    public string? Candidate { get; set; }
    public CollectorKind? CollectorKind { get; set; }
    public string? CollectorName { get; set; }
    public string? CollectorAddress { get; set; }
    public DateOnly? CollectorDeclaredOn { get; set; }

    /// <summary>The single account that all money goes to, as an IBAN.</summary>
    public string? CollectorAccount { get; set; }
    public long? SpendingCeilingCents { get; set; }

    /// <summary>When the campaign account was filed: nothing is collected from that day on.</summary>
    public DateOnly? AccountFiledOn { get; set; }

    /// <summary>The election as rules ask about it; null until its kind and first day are known.</summary>
    public ElectionFacts? ElectionFacts(string timeZone)
    {
        if (Election is not { } kind || FirstRoundOn is not { } first)
        {
            return null;
        }
        return new ElectionFacts
        {
            Kind = kind,
            Polls = SecondRoundOn is { } second
                ? [new PollDay(first, timeZone, PollsCloseAt), new PollDay(second, timeZone, PollsCloseAt)]
                : [new PollDay(first, timeZone, PollsCloseAt)],
            IsByElection = IsByElection,
            TriggerEventOn = TriggerEventOn,
            AccountFiledOn = AccountFiledOn,
            Population = Population,
            SpendingCeilingCents = SpendingCeilingCents,
        };
    }

    public CollectorFacts CollectorFacts() => new()
    {
        Kind = CollectorKind,
        Name = CollectorName,
        DeclaredOn = CollectorDeclaredOn,
        Account = CollectorAccount,
        Beneficiary = Candidate,
    };
}
