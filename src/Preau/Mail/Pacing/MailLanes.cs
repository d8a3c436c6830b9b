using System.Collections.Concurrent;
using Preau.Settings;

namespace Preau.Mail.Pacing;

/// <summary>The lanes of all nations in this process: what one provider, or one domain of its own, is asked to wait for holds up no other.</summary>
public sealed class MailLanes(KnownDomains domains, TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Host, int Port), RelayLanes> relays = new();

    public RelayLanes Of(MailSettings mail) => relays.GetOrAdd((mail.RelayHost ?? "", mail.RelayPort), _ => new RelayLanes(domains, clock));
}

/// <summary>
/// The lanes over one relay: one a provider, and, within that of the others, one for each domain that put mails off. A stubborn domain closes its own; that of the others closes when several domains in a row
/// ask for fewer mails, for then it is the relay that does.
/// </summary>
public sealed class RelayLanes(KnownDomains domains, TimeProvider clock)
{
    private const int MostOwn = 1000;

    // A domain that has given no trouble for so long is one of the others again when there are too many.
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(2);
    private readonly MailLane[] providers = [.. Enum.GetValues<MailProvider>().Select(_ => new MailLane(clock))];
    private readonly ConcurrentDictionary<string, OwnLane> own = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> inARow = new(StringComparer.OrdinalIgnoreCase);
    private volatile bool isRefused;

    /// <param name="nation">Whose mail it is.</param>
    /// <param name="address">Where it goes.</param>
    /// <param name="paces">What was set.</param>
    /// <param name="processes">How many share that.</param>
    /// <returns>Null when a mail may leave now, which takes its turn; else when to ask again.</returns>
    public DateTimeOffset? Turn(NationId nation, string address, PaceSettings paces, int processes)
    {
        var provider = domains.Meet(nation, address);
        if (provider == MailProvider.Other && OwnOf(address) is { } lane && lane.Turn(null) is { } later) return later;
        return providers[(int)provider].Turn(paces.Of(provider) / processes);
    }

    public void Took(string address)
    {
        var provider = domains.Of(address);
        providers[(int)provider].Took();
        if (provider != MailProvider.Other) return;
        OwnOf(address)?.Took();
        if (!isRefused) return;
        lock (inARow) inARow.Clear();
        isRefused = false;
    }

    /// <summary>It was put off.</summary>
    /// <returns>What closes by that, where anything does.</returns>
    public LaneClosing? PutOff(string address, string said)
    {
        var provider = domains.Of(address);
        var isTooFast = RelayAnswers.IsTooFast(said);
        if (provider != MailProvider.Other) return isTooFast && providers[(int)provider].Refused() is { } until ? new(until, IsOfDomain: false) : null;
        var domain = MailProviders.DomainOf(address).ToString();
        var alone = RelayAnswers.IsOfDomain(said) && Own(domain)?.Refused() is { } closed ? new LaneClosing(closed, IsOfDomain: true) : null;
        return isTooFast && IsNext(domain) && providers[(int)provider].Refused() is { } all ? new(all, IsOfDomain: false) : alone;
    }

    private MailLane? OwnOf(string address) => own.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(MailProviders.DomainOf(address), out var lane) ? lane.Lane : null;

    private MailLane? Own(string domain)
    {
        var now = clock.GetUtcNow();
        if (!own.TryGetValue(domain, out var lane))
        {
            if (own.Count >= MostOwn)
            {
                foreach (var (name, old) in own.Where(o => o.Value.RefusedAt < now - Forgotten)) own.TryRemove(new(name, old));
            }

            if (own.Count >= MostOwn) return null;
            lane = own.GetOrAdd(domain, _ => new OwnLane(new MailLane(clock)));
        }

        lane.RefusedAt = now;
        return lane.Lane;
    }

    /// <returns>Whether no domain in this row is the same.</returns>
    private bool IsNext(string domain)
    {
        isRefused = true;
        lock (inARow)
        {
            if (inARow.Count >= MostOwn) inARow.Clear();
            return inARow.Add(domain);
        }
    }

    private sealed class OwnLane(MailLane lane)
    {
        public MailLane Lane => lane;
        public DateTimeOffset RefusedAt { get; set; }
    }
}

/// <param name="Until">Until when nothing leaves.</param>
/// <param name="IsOfDomain">For this domain alone, as against its provider, or all others.</param>
public sealed record LaneClosing(DateTimeOffset Until, bool IsOfDomain);
