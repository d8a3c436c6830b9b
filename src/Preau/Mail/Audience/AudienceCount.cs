namespace Preau.Mail;

/// <summary>How many a blast would reach now, and why the others are left out: each is counted once, by the first reason that holds.</summary>
/// <param name="Segment">People in the segment; without one, people who asked for news. Archived people never count.</param>
/// <param name="Reachable">Those who would get the mail.</param>
/// <param name="NoAddress">No mail address at all.</param>
/// <param name="Bounced">Every address came back.</param>
/// <param name="Shut">Every address that does not come back is one at which nobody may be written to any more.</param>
/// <param name="NoConsent">By the consent that is missing.</param>
/// <param name="TooYoung">Known to be below the age that the law sets.</param>
/// <param name="Same">Their address is that of somebody who gets the mail: of several records the one that was made first.</param>
/// <param name="Forbidden">Left out because the law lets nobody be reached this way.</param>
public sealed record AudienceCount(long Segment, long Reachable, long NoAddress, long Bounced, long Shut, IReadOnlyDictionary<Purpose, long> NoConsent, long TooYoung, long Same, long Forbidden)
{
    public static readonly AudienceCount Nobody = new(0, 0, 0, 0, 0, new Dictionary<Purpose, long>(), 0, 0, 0);

    /// <summary>Landlines and nothing else.</summary>
    public long Landline { get; init; }

    /// <summary>Had their share of messages (<see cref="Pacing.ContactPressure"/>).</summary>
    public long Pressed { get; init; }

    /// <summary>Those who would get it at an address that begins so, in the order that was asked for.</summary>
    public IReadOnlyList<long> ByBeginning { get; init; } = [];

    public long NoNews => NoConsent.GetValueOrDefault(Purpose.News);

    public long NoTargeted => NoConsent.GetValueOrDefault(Purpose.Targeted);
}
