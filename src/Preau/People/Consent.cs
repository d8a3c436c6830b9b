// What somebody can agree to is a word of the law packs, which ask for it.
global using Purpose = Preau.Law.Purpose;

namespace Preau.People;

/// <summary>A line of the ledger: somebody agreed or withdrew, in which words, where and when. Only ever appended.</summary>
public sealed class ConsentEntry : INumbered, IPersonOwned
{
    public NationId NationId { get; set; }
    public long Id { get; set; }
    public long PersonId { get; init; }
    public Purpose Purpose { get; init; }
    public bool IsGiven { get; init; }

    /// <summary>The version of the wording that was shown.</summary>
    public required string Wording { get; init; }

    /// <summary>«page:12», «import:3», «unsubscribe», «panel».</summary>
    public required string Source { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <summary>What the ledger says today, for questions about many people. Written by the ledger only.</summary>
public sealed class ConsentState : IPersonOwned, IDerived
{
    public NationId NationId { get; set; }
    public long PersonId { get; init; }
    public Purpose Purpose { get; init; }
    public bool IsGiven { get; set; }
    public DateTimeOffset At { get; set; }
}

public enum SuppressedChannel
{
    Mail,
    Phone,

    /// <summary>Mail to many alone: whoever had this address left the list, or asked not to be written to, and the team took it off their record.</summary>
    News,

    /// <summary>A number that answered STOP: it may be called, and gets no text.</summary>
    Text,

    /// <summary>An elector who objected to the use of the roll, by names and date of birth.</summary>
    Roll,
}

/// <summary>An address that must never be used again, as a keyed hash, so that no import brings it back.</summary>
public sealed class Suppression : IOwned
{
    public NationId NationId { get; set; }
    public SuppressedChannel Channel { get; init; }
    public required string KeyHash { get; init; }

    /// <summary>«erased», «bounced», «complaint», «unsubscribed»; «erased,bounced» of one that had been shut before.</summary>
    public required string Reason { get; set; }
    public DateTimeOffset At { get; init; }
}
