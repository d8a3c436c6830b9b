using Preau.Mail.Pacing;

namespace Preau.Mail.Report;

/// <summary>What a mail came to at one provider's mailboxes; what was refused was never handed over, the others had been.</summary>
/// <param name="Domain">Of the other domains, the one that it is; empty for a provider, and for those that are not named.</param>
/// <param name="Hard">Came back because nobody is there.</param>
/// <param name="Blocked">Came back because they did not want it from us, or as it was.</param>
/// <param name="Soft">Came back for the moment.</param>
public sealed record DomainCount(MailProvider Provider, string Domain, long Sent, long Refused, long Hard, long Blocked, long Soft, long Clicked, long Unsubscribed, long Complained)
{
    public static readonly DomainCount Nothing = new(MailProvider.Other, "", 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Of whom it could be turned away: what came back had been handed over, what was refused had not.</summary>
    public long Tried => Sent + Refused;

    public long TurnedAway => Refused + Blocked;

    public static DomainCount operator +(DomainCount a, DomainCount b) => new(
        a.Provider, a.Domain, a.Sent + b.Sent, a.Refused + b.Refused, a.Hard + b.Hard, a.Blocked + b.Blocked, a.Soft + b.Soft, a.Clicked + b.Clicked, a.Unsubscribed + b.Unsubscribed, a.Complained + b.Complained);

    public static DomainCount operator -(DomainCount all, DomainCount one) => new(
        all.Provider, all.Domain, all.Sent - one.Sent, all.Refused - one.Refused, all.Hard - one.Hard, all.Blocked - one.Blocked, all.Soft - one.Soft, all.Clicked - one.Clicked, all.Unsubscribed - one.Unsubscribed, all.Complained - one.Complained);
}
