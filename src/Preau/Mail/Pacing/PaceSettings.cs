namespace Preau.Mail.Pacing;

/// <summary>How fast mails to many leave.</summary>
public sealed class PaceSettings
{
    /// <summary>Mails a minute to each provider, of all processes that send; as many as it takes where none stands here.</summary>
    public Dictionary<MailProvider, int> PerMinute { get; set; } = [];

    public WarmUp? WarmUp { get; set; }

    /// <summary>Messages to many that one person gets at most within <see cref="Days"/>, by mail and text together; null is as many as there are.</summary>
    public int? MostMessages { get; set; }
    public int Days { get; set; } = 7;

    /// <summary>Whoever was reached by telephone, at the door or by a text written by hand had a message by that, too.</summary>
    public bool CountsPeople { get; set; } = true;

    public double? Of(MailProvider provider) => PerMinute.TryGetValue(provider, out var most) ? most : null;
}
