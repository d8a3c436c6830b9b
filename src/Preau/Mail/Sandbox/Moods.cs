using System.Collections.Concurrent;

namespace Preau.Mail.Sandbox;

/// <summary>Which mischief is on: for everybody by the switch on the page, for one recipient by the name before the @.</summary>
public sealed class Moods
{
    private const int MostRemembered = 100_000;

    /// <summary>The mischiefs that a recipient can ask for: «refuse@…», «busy+anything@…».</summary>
    public static readonly IReadOnlyList<Mischief> OfRecipients =
        [Mischief.Refuse, Mischief.Busy, Mischief.Full, Mischief.Spam, Mischief.Stall, Mischief.Drop, Mischief.Silent];

    private readonly ConcurrentDictionary<string, bool> toldToComeBack = new(StringComparer.OrdinalIgnoreCase);

    public Mischief Switch { get; set; }

    /// <summary>Of the server that mailboxes are read from.</summary>
    public ImapMischief Imap { get; set; }

    /// <summary>Mails before this one are given all the same.</summary>
    public long ImapFrom { get; set; }

    private readonly ConcurrentDictionary<long, bool> seen = new();

    public bool IsSeen(long mail) => seen.ContainsKey(mail);

    public void See(long mail) => seen[mail] = true;

    /// <summary>What happens to this recipient now. Asking twice can make a difference: who was told to come back is let in.</summary>
    public Mischief Of(string recipient)
    {
        if (Switch != Mischief.None) return Switch;
        var end = recipient.AsSpan().IndexOfAny('@', '+');
        var name = end < 0 ? recipient : recipient[..end];
        var mischief = OfRecipients.FirstOrDefault(m => name.Equals(m.ToString(), StringComparison.OrdinalIgnoreCase));
        return mischief == Mischief.Busy && !ComesFirst(recipient) ? Mischief.None : mischief;
    }

    private bool ComesFirst(string recipient)
    {
        if (toldToComeBack.Count >= MostRemembered) toldToComeBack.Clear();
        return toldToComeBack.TryAdd(recipient, true);
    }
}
