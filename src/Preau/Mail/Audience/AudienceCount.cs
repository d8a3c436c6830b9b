using Preau.Law;

namespace Preau.Mail;

/// <summary>How many a blast would reach now, and why the others are left out: each is counted once, by the first reason that holds.</summary>
/// <param name="Segment">People in the segment; without one, people who asked for news. Archived people never count.</param>
/// <param name="Reachable">Those who would get the mail.</param>
/// <param name="NoAddress">No mail address at all.</param>
/// <param name="Bounced">Every address came back, or must not be used again.</param>
/// <param name="NoConsent">By the consent that is missing.</param>
/// <param name="TooYoung">Known to be below the age that the law sets.</param>
/// <param name="Forbidden">Left out because the law lets nobody be reached this way.</param>
public sealed record AudienceCount(long Segment, long Reachable, long NoAddress, long Bounced, IReadOnlyDictionary<Purpose, long> NoConsent, long TooYoung, long Forbidden)
{
    public long NoNews => NoConsent.GetValueOrDefault(Purpose.News);

    public long NoTargeted => NoConsent.GetValueOrDefault(Purpose.Targeted);
}
