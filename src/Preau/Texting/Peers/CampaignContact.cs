namespace Preau.Texting.Peers;

public enum ContactStage
{
    /// <summary>Not written to yet.</summary>
    Unsent,

    /// <summary>The first text was sent by a volunteer; nobody has answered.</summary>
    Sent,

    /// <summary>They wrote, and wait for an answer.</summary>
    NeedsAnswer,

    /// <summary>They were answered.</summary>
    Talking,

    /// <summary>The conversation is over.</summary>
    Done,

    /// <summary>A volunteer left them out.</summary>
    Skipped,
    WrongNumber,
    OptedOut,

    /// <summary>Could not be written to, with the reason.</summary>
    LeftOut,

    /// <summary>Left out on purpose, to measure what the campaign does: no volunteer is given them.</summary>
    HeldOut,
}

/// <summary>A person at a number whom a campaign writes to; each number once.</summary>
public sealed class CampaignContact : INumbered, IPersonOwned
{
    public NationId NationId { get; set; }
    public long Id { get; set; }
    public long TextCampaignId { get; init; }
    public long PersonId { get; init; }
    public required string NumberKey { get; init; }
    public ContactStage Stage { get; set; }

    /// <summary>The volunteer; nobody while they wait in the pool.</summary>
    public long? AccountId { get; set; }

    /// <summary>Why they are left out, as <see cref="PeerWords"/> knows it.</summary>
    public string? Reason { get; set; }

    /// <summary>When they were given to their volunteer; of those in the pool, when one gave them back because it was not their time.</summary>
    public DateTimeOffset? AssignedAt { get; set; }
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>When the network said that the first text arrived: who was sent one is not yet somebody who got it.</summary>
    public DateTimeOffset? ArrivedAt { get; set; }

    /// <summary>When they last wrote.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>What somebody answered to a question of the script; said again, the later word holds.</summary>
public sealed class ContactAnswer : IOwned
{
    public NationId NationId { get; set; }
    public long CampaignContactId { get; init; }
    public long ScriptQuestionId { get; init; }
    public long ScriptAnswerId { get; set; }
    public long? AccountId { get; set; }
    public DateTimeOffset At { get; set; }
}
