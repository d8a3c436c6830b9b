using Preau.Tests.Mail;

namespace Preau.Kills;

/// <summary>What messages arrive at, and are counted.</summary>
public interface IReceiver
{
    long Count { get; }

    /// <summary>How often each address was written to.</summary>
    IReadOnlyDictionary<string, int> Received { get; }
}

/// <summary>The sandbox's mail server.</summary>
public sealed class MailReceiver(Catcher catcher) : IReceiver
{
    public long Count => catcher.Mailbox.Totals.Mails;

    public IReadOnlyDictionary<string, int> Received => catcher.Mails.SelectMany(m => m.Recipients).CountBy(r => r, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
}
