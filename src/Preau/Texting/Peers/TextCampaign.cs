using System.Text.Json;
using Preau.Law;
using Preau.Mail;

namespace Preau.Texting.Peers;

public enum TextCampaignState
{
    /// <summary>Being written.</summary>
    Draft,

    /// <summary>Its people are being gathered.</summary>
    Gathering,

    /// <summary>Volunteers send.</summary>
    Open,
    Paused,

    /// <summary>Nothing more is sent; answers still arrive.</summary>
    Closed,
}

/// <summary>A reply that volunteers have at hand whatever is asked.</summary>
public sealed record CannedReply(string Title, string Text);

/// <summary>Texts that volunteers send to people one by one, each by a press of their own, along a script.</summary>
public sealed class TextCampaign : INumbered
{
    public const int LongestText = 1000;

    public NationId NationId { get; set; }
    public long Id { get; set; }
    public required string Name { get; set; }
    public TextCampaignState State { get; set; }

    /// <summary>«fr» or «en»: of what stands below the first text by itself.</summary>
    public required string Language { get; set; }

    /// <summary>The first text, with Liquid.</summary>
    public string Opening { get; set; } = "";

    /// <summary>Replies at hand, as JSON.</summary>
    public string Replies { get; set; } = "[]";

    /// <summary>Null is everybody who agreed to texts.</summary>
    public long? SegmentId { get; set; }

    /// <summary>The segment's tree as it was when people were gathered, and the same in words.</summary>
    public string? Tree { get; set; }
    public string? Sentence { get; set; }

    /// <summary>How many people a volunteer is given at a time.</summary>
    public int BatchSize { get; set; } = 50;

    /// <summary>How many a volunteer may take by themselves in all; nought: only the organiser gives.</summary>
    public int MostEach { get; set; } = 500;

    /// <summary>Whoever did nothing for so long gives back what they have not sent.</summary>
    public int IdleHours { get; set; } = 24;

    /// <summary>The part of its people that is left out on purpose, drawn by lot when it begins, in hundredths of a percent; nought is nobody.</summary>
    public int HeldOutShare { get; set; }
    public long? AuthorId { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ChangedAt { get; set; }
    public DateTimeOffset? FrozenAt { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Also where the segment is gone since: its people were chosen by it.</summary>
    public bool IsTargeted => SegmentId is not null || Tree is not null;

    /// <summary>What the audience, the law and the reader of texts ask of a text to many.</summary>
    public Blast AsBlast() => new() { Channel = Channel.Sms, Subject = Name, Body = Opening, Language = Language, SegmentId = SegmentId, Tree = Tree };

    public IReadOnlyList<CannedReply> Canned => JsonSerializer.Deserialize<IReadOnlyList<CannedReply>>(Replies) ?? [];

    public void Keep(IEnumerable<CannedReply> replies) => Replies = JsonSerializer.Serialize(replies);
}

/// <summary>What a volunteer is to find out; the first is what the opening asks.</summary>
public sealed class ScriptQuestion : INumbered
{
    public NationId NationId { get; set; }
    public long Id { get; set; }
    public long TextCampaignId { get; init; }
    public int Position { get; set; }
    public required string Text { get; set; }
}

/// <summary>One of the answers that somebody may give, what is replied to it, and what it says of them.</summary>
public sealed class ScriptAnswer : INumbered
{
    public NationId NationId { get; set; }
    public long Id { get; set; }
    public long ScriptQuestionId { get; init; }
    public int Position { get; set; }
    public required string Label { get; set; }

    /// <summary>Suggested to the volunteer, with Liquid.</summary>
    public string Reply { get; set; } = "";

    /// <summary>The question that comes next; none at an end.</summary>
    public long? NextId { get; set; }

    /// <summary>Goes onto the record of whoever gives this answer.</summary>
    public string Tag { get; set; } = "";

    /// <summary>The slug of an own field, and what it says then.</summary>
    public string Field { get; set; } = "";
    public string Value { get; set; } = "";
    public int? SupportLevel { get; set; }
}

/// <summary>Somebody of the team who sends for a campaign.</summary>
public sealed class CampaignTexter : IOwned
{
    public NationId NationId { get; set; }
    public long TextCampaignId { get; init; }
    public long AccountId { get; init; }
    public DateTimeOffset JoinedAt { get; init; }

    /// <summary>When they last did something here.</summary>
    public DateTimeOffset SeenAt { get; set; }

    /// <summary>Set where the organiser took them off.</summary>
    public DateTimeOffset? LeftAt { get; set; }
}
