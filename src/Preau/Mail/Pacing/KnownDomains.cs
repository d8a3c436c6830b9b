using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Preau.Mail.Pacing;

/// <summary>
/// Whose servers take the mail of each domain, as far as this process knows: looked up in memory by whoever sends, and asked for by <see cref="LearnDomains"/> behind their back. What is not known is one of the others.
/// It is the DNS's word, and the same for all nations.
/// </summary>
public sealed class KnownDomains(TimeProvider clock)
{
    /// <summary>A domain that is met this often in a process is asked for.</summary>
    public const int Few = 3;

    // When there are more, all are forgotten: the store still knows them.
    private const int Most = 50_000;

    // Domains that wait to be asked for; when there are more, they come again.
    private const int MostWaiting = 1000;
    private static readonly TimeSpan AfterSilence = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly Channel<WantedDomain> wanted = Channel.CreateBounded<WantedDomain>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private int count;

    public ChannelReader<WantedDomain> Wanted => wanted.Reader;

    public MailProvider Of(string address)
    {
        var domain = MailProviders.DomainOf(address);
        return MailProviders.OfDomain(domain) ?? (Lookup.TryGetValue(domain, out var entry) ? entry.Provider : MailProvider.Other);
    }

    /// <summary>The same, of a mail that is about to leave: a domain that is met again and again is asked for.</summary>
    public MailProvider Meet(NationId nation, string address)
    {
        var domain = MailProviders.DomainOf(address);
        if (MailProviders.OfDomain(domain) is { } own) return own;
        if (!Lookup.TryGetValue(domain, out var entry)) entry = Add(domain.ToString());
        if (Interlocked.Increment(ref entry.Met) < Few || clock.GetUtcNow() < entry.AskAt) return entry.Provider;
        if (wanted.Writer.TryWrite(new WantedDomain(nation, domain.ToString()))) entry.AskAt = clock.GetUtcNow() + AfterSilence;
        return entry.Provider;
    }

    /// <returns>Whether nobody has asked the store about this domain yet.</returns>
    public bool IsNew(string domain) => MailProviders.OfDomain(domain) is null && !(entries.TryGetValue(domain, out var entry) && entry.IsRead);

    /// <param name="domain">It is no provider's own.</param>
    /// <param name="row">What the store says of it; null where that is nothing.</param>
    public void Read(string domain, MailDomain? row)
    {
        var entry = entries.TryGetValue(domain, out var known) ? known : Add(domain);
        entry.IsRead = true;
        if (row is null) return;
        (entry.Provider, entry.AskAt) = (row.Provider, row.AskedAt + MailDomain.Lasts);
    }

    private ConcurrentDictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> Lookup => entries.GetAlternateLookup<ReadOnlySpan<char>>();

    private Entry Add(string domain)
    {
        if (Interlocked.Increment(ref count) > Most)
        {
            entries.Clear();
            count = 1;
        }

        return entries.GetOrAdd(domain, _ => new Entry());
    }

    private sealed class Entry
    {
        public int Met;

        public MailProvider Provider { get; set; }
        public bool IsRead { get; set; }
        public DateTimeOffset AskAt { get; set; } = DateTimeOffset.MinValue;
    }
}

/// <summary>A domain that a nation writes to and of which nobody knows who keeps its mailboxes.</summary>
public sealed record WantedDomain(NationId NationId, string Domain);
