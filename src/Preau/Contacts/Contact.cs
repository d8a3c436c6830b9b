namespace Preau.Contacts;

/// <summary>How somebody was reached, as campaign tools know it: imports and clients of the API name the same.</summary>
public enum ContactMethod
{
    PhoneCall,
    DoorKnock,
    FaceToFace,
    Meeting,
    TextOneToOne,
    Text,
    Email,
    VideoCall,
    SnailMail,
    Delivery,
    Facebook,
    Linkedin,
    Tweet,
    Webinar,
    EmailBlast,
    TextBlast,
    Robocall,
    Other,
}

/// <summary>What came of it. The first ten are those of contact logs; the rest what canvassers and callers tick at doors and telephones.</summary>
public enum ContactStatus
{
    Answered,
    MeaningfulInteraction,
    NoAnswer,
    LeftMessage,
    NotInterested,
    Refused,
    SendInformation,
    Inaccessible,
    BadInfo,
    Other,
    Busy,
    CallBack,
    OtherLanguage,
    Hostile,
    WrongNumber,
    Disconnected,
    Moved,
    Deceased,
    DoNotCall,
    DoNotText,
    DoNotMail,
}

/// <summary>Somebody of the campaign reached a person, or tried to: how, what came of it, what was said.</summary>
public sealed class Contact : INumbered, IPersonOwned
{
    public NationId NationId { get; set; }
    public long Id { get; set; }
    public long PersonId { get; init; }

    /// <summary>The account that wrote it down.</summary>
    public long? AuthorId { get; init; }
    public ContactMethod Method { get; set; }
    public ContactStatus Status { get; set; }
    public string Text { get; set; } = "";

    /// <summary>When it happened; it may be written down later.</summary>
    public DateTimeOffset At { get; set; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The support level that stood before, and the one they showed; none where it was not spoken of.</summary>
    public int? SupportBefore { get; set; }
    public int? SupportAfter { get; set; }

    /// <summary>The telephone that this contact marked as bad, so that taking the contact back unmarks it.</summary>
    public long? MarkedPhoneId { get; set; }

    /// <summary>One a form: pressing its button twice is one contact.</summary>
    public string? EntryKey { get; init; }

    /// <summary>Taken back; it can return for a while, and is nowhere until then.</summary>
    public DateTimeOffset? RemovedAt { get; set; }
}
