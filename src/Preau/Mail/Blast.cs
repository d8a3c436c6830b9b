using Preau.Law;
using Preau.Mail.Blocks;
using Preau.Mail.Measuring;
using Preau.People;
using Preau.Shared;

namespace Preau.Mail;

public enum BlastState
{
    /// <summary>Being written.</summary>
    Draft,

    /// <summary>Everything is decided; nothing leaves before <see cref="Blast.SendAt"/>, and until then it can be taken back whole.</summary>
    Scheduled,

    /// <summary>The audience is frozen and mails leave.</summary>
    Sending,

    /// <summary>Stopped by somebody, by the law or by a relay that does not take any; goes on where it stood.</summary>
    Paused,

    /// <summary>Every delivery has come to its end.</summary>
    Sent,

    /// <summary>Stopped for good; what had left has left.</summary>
    Cancelled,
}

/// <summary>What leaves first. Of one campaign's messages by one channel, those of the highest priority leave, and the others wait.</summary>
public enum BlastPriority
{
    /// <summary>When nothing else of the campaign is on its way.</summary>
    Low,
    Normal,

    /// <summary>Before all others, and also to those who have had their share of messages.</summary>
    High,
}

/// <summary>One mail to many people.</summary>
public sealed class Blast : INumbered, ITellsOfGifts
{
    public NationId NationId { get; set; }
    public long Id { get; set; }

    /// <summary>By mail or by text.</summary>
    public Channel Channel { get; init; } = Channel.Email;

    public required string Subject
    {
        get;
        set
        {
            field = value;
            SubjectKey = NameKey.Of(value);
        }
    }

    /// <summary>What lines of the audit trail about its people begin with.</summary>
    public string Trace => IsText ? "texts" : "mail";

    /// <summary>How people speak of the mail.</summary>
    public string Heading => SubjectLine.Plain(Subject);

    /// <summary>What the subject is searched by.</summary>
    public string SubjectKey { get; private set; } = "";

    /// <summary>What mail programs show beside the subject.</summary>
    public string Preheader { get; set; } = "";

    /// <summary>Of a text, plain text with Liquid. Of a mail, its text as <see cref="Format"/> writes it, with Liquid in it: «Dear {{ person.first_name | default: "friend" }}».</summary>
    public string Body { get; set; } = "";

    /// <summary>How it is written, in all of its versions.</summary>
    public MailFormat Format { get; set; }

    /// <summary>«fr» or «en»: the language of the words around the text.</summary>
    public required string Language { get; set; }

    /// <summary>Null is everybody who asked for news. With a segment it is a message chosen by what is known of people.</summary>
    public long? SegmentId { get; set; }

    /// <summary>The automatic mail whose text this is: never sent itself, each sending is a copy (<see cref="Automatic.AutomaticMail"/>).</summary>
    public long? PatternOf { get; init; }

    /// <summary>The name of a template: a mail that is never sent itself, and with a copy of whose text others begin. Null for all others.</summary>
    public string? TemplateName { get; set; }

    /// <summary>The step of an automatic mail: it goes to those whose turn it was when it was made, and to nobody else.</summary>
    public long? StepId { get; init; }

    /// <summary>It answers what one person did, and belongs to no list: nobody has to agree to it, and there is nothing to leave.</summary>
    public bool IsAnswer { get; init; }

    /// <summary>Who gave can be told from it: it goes to those who did, or its text names what its reader gave. Once so, it stays so.</summary>
    public bool TellsOfGifts { get; set; }

    /// <summary>The mail that it repeats for those who did not click.</summary>
    public long? ResendOf { get; init; }

    /// <summary>The newsletter of which it is an issue, or whose text it is.</summary>
    public long? IssueOf { get; init; }
    public BlastPriority Priority { get; set; } = BlastPriority.Normal;
    public BlastState State { get; set; }

    /// <summary>Before this instant nothing leaves.</summary>
    public DateTimeOffset? SendAt { get; set; }

    /// <summary>The segment's tree as it was when sending was decided: a segment that is changed later changes no audience.</summary>
    public string? Tree { get; set; }

    /// <summary>The same in words, in the blast's language.</summary>
    public string? Sentence { get; set; }

    /// <summary>The trees of the segments to which parts of its text are limited, as they were then: JSON, by number. Null before, and where no part is limited.</summary>
    public string? Limits { get; set; }

    /// <summary>In basis points: the part of the audience that is left out on purpose, drawn by lot, to measure what the mail does.</summary>
    public int HeldOutShare { get; set; }

    /// <summary>In basis points: the part of those written to who get the versions first, while the rest waits for the better one. Nought: everybody gets theirs at once.</summary>
    public int TrialShare { get; set; }

    /// <summary>How long the rest waits.</summary>
    public int TrialMinutes { get; set; }

    /// <summary>In how many waves the rest leaves: the last gets the version that is chosen, those before are drawn among the versions that are left.</summary>
    public int TrialWaves { get; set; } = 1;

    /// <summary>The one that is under way; nought is the first part.</summary>
    public int Wave { get; set; }

    /// <summary>When the version for the rest is chosen, at the latest, or that for the next wave; known once the audience is frozen.</summary>
    public DateTimeOffset? DecideAt { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>The version that the rest gets.</summary>
    public int? Winner { get; set; }

    /// <summary>It did better than chance explains; else it is the first because no difference holds.</summary>
    public bool IsClear { get; set; }

    /// <summary>By what it did better; null before that was written down.</summary>
    public VersionMeasure? ChosenBy { get; set; }

    /// <summary>Whoever chose it by hand, whatever the numbers said; null where these did.</summary>
    public long? ChooserId { get; set; }

    /// <summary>A bit for each version that was stopped, because more people left or complained by it than by another.</summary>
    public int Stopped { get; set; }

    /// <summary>A bit for each version that dropped out between two waves, because it surely did worse than another: what had been drawn for it has left.</summary>
    public int Dropped { get; set; }

    /// <summary>A bit for each reason for which the breaker has stopped it (<see cref="Returns.WatchReturns"/>).</summary>
    public int Tripped { get; set; }

    public bool IsStopped(int version) => (Stopped & (1 << version)) != 0;

    public bool IsDropped(int version) => (Dropped & (1 << version)) != 0;

    /// <summary>Of so many versions, those that neither dropped out nor were stopped; where harm has left none of these, what dropped out takes their place.</summary>
    public IReadOnlyList<int> Racing(int versions)
    {
        int[] going = [.. Enumerable.Range(0, versions).Where(p => !IsStopped(p))], racing = [.. going.Where(p => !IsDropped(p))];
        return racing.Length > 0 ? racing : going;
    }

    /// <summary>Both as in the settings when null. Of a text it is the number that it comes from.</summary>
    public string? SenderName { get; set; }
    public string? ReplyTo { get; set; }

    /// <summary>Why it is paused, or stands still for a moment, for people; null when somebody paused it.</summary>
    public string? Problem { get; set; }
    public long? AuthorId { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>That of its deliveries; known as soon as the first of them is written.</summary>
    public int? Month { get; set; }

    /// <summary>When the audience was complete; nothing leaves before.</summary>
    public DateTimeOffset? FrozenAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Who got it is not kept any more; what it came to is.</summary>
    public DateTimeOffset? ForgottenAt { get; set; }

    /// <summary>What its text names of people beyond their own record. What they gave it tells only where it is kept from those who may not see gifts; a text message tells none of it, and an answer nothing but what was typed.</summary>
    public PersonFact Facts => IsText || IsAnswer ? PersonFact.None : PersonFacts.In(Subject, Preheader, Body) & (TellsOfGifts ? ~PersonFact.None : ~PersonFact.Gifts);

    public bool IsText => Channel == Channel.Sms;
    public bool IsTargeted => SegmentId is not null || StepId is not null;
    public bool IsTemplate => TemplateName is not null;

    /// <summary>The text of something, and never sent itself.</summary>
    public bool IsPattern => PatternOf is not null || IsTemplate;

    /// <summary>Where it is said what becomes of the text; null for a mail that is sent by hand.</summary>
    public string? PatternPath => IsTemplate ? "/mail/templates" : PatternOf is null ? null : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/mail/{(IssueOf is null ? "automatic" : "newsletters")}/{PatternOf}");

    /// <summary>The text of a mail as HTML with Liquid in it.</summary>
    public string Html(MailLook look) => MailSource.Html(Format, Body, look);

    /// <summary>What somebody wrote, as it is kept.</summary>
    public string Clean(MailFormat format, string? body) => IsText ? (body ?? "").ReplaceLineEndings("\n").Trim() : MailSource.Clean(format, body);

    /// <summary>The same mail in the words of another version or language: how that one is compiled, shown and sent.</summary>
    public Blast As(BlastVersion version)
    {
        var other = (Blast)MemberwiseClone();
        (other.Subject, other.Body, other.SenderName, other.ReplyTo) = (version.Subject, version.Body, version.SenderName, version.ReplyTo ?? ReplyTo);
        // The sentence of the segment stands there in the mail's own language.
        if (version.IsTranslation) (other.Language, other.Preheader, other.Sentence) = (version.Language, version.Preheader ?? "", null);
        return other;
    }
}

/// <summary>What a blast has come to. Written in the transactions that move deliveries, so that no screen counts them.</summary>
public sealed class BlastTotal : IOwned, IDerived
{
    public NationId NationId { get; set; }
    public long BlastId { get; init; }

    /// <summary>People in the frozen audience; the states below, and those still waiting, add up to it.</summary>
    public long Audience { get; set; }
    public long Sent { get; set; }
    public long Refused { get; set; }
    public long Skipped { get; set; }
    public long Unknown { get; set; }
    public long Cancelled { get; set; }

    /// <summary>Never to be written to: left out on purpose, to measure.</summary>
    public long HeldOut { get; set; }

    /// <summary>Of those handed over, the ones of which the network said that they arrived on the phone. No mail says so.</summary>
    public long Delivered { get; set; }

    /// <summary>People who followed a link at least once; people who left by this mail.</summary>
    public long Clicked { get; set; }
    public long Unsubscribed { get; set; }

    /// <summary>Of those handed over, the ones whose openings may be measured; of these, those that were opened.</summary>
    public long Measured { get; set; }
    public long Opened { get; set; }

    /// <summary>Taken by the relay, and come back later; of these, because nobody is at the address; called spam.</summary>
    public long Bounced { get; set; }
    public long BouncedHard { get; set; }
    public long Complained { get; set; }

    /// <summary>Refused at the door, or taken and come back.</summary>
    public long Lost => Refused + Bounced;

    /// <summary>Of whom that could be: what came back had been handed over, what was refused had not.</summary>
    public long Tried => Sent + Refused;

    public long Waiting => Audience - HeldOut - Sent - Refused - Skipped - Unknown - Cancelled;

    /// <summary>Of those whom it reached; null where it reached nobody.</summary>
    public double? ClickedShare => Sent == 0 ? null : (double)Clicked / Sent;
}
