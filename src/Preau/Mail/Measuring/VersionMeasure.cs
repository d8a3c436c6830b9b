namespace Preau.Mail.Measuring;

/// <summary>By what versions are compared: the first two say which is better, the others which does harm.</summary>
public enum VersionMeasure
{
    /// <summary>Did something after following a link of theirs.</summary>
    Acted,

    /// <summary>Followed a link, as programs that look at mails do, too.</summary>
    Clicked,
    Unsubscribed,

    /// <summary>Called it spam.</summary>
    Complained,
}
