using System.Collections.Frozen;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Preau.Nations;

public sealed class AddressOptions
{
    /// <summary>The domain below which every nation has {slug}.domain and panel.{slug}.domain.</summary>
    public string BaseHost { get; set; } = "localhost";

    /// <summary>How links in mails begin when no request tells: scheme and port.</summary>
    public string Scheme { get; set; } = "http";
    public int? Port { get; set; } = 5080;
}

/// <summary>Where an address leads: a nation, its site or panel, and whether both share one name.</summary>
public sealed record Place(NationFacts Nation, Surface Surface, bool SharesName)
{
    /// <summary>The name in the table under which nobody has come yet.</summary>
    public long? UnseenName { get; init; }
}

/// <summary>Which nation a host belongs to. Small, read by every request, so it is kept in memory and read again when it is older than a few seconds.</summary>
public sealed class NationDirectory(IServiceScopeFactory scopes, IOptions<AddressOptions> addresses, TimeProvider clock)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    // A nation that another process just made is looked for; names of nobody's cannot ask the store more often than this, however many come.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);
    private volatile Snapshot? current;
    private int looking;

    public async ValueTask<NationFacts?> Find(NationId id, CancellationToken ct) => (await Current(ct)).Nations.GetValueOrDefault(id);

    public async ValueTask<NationFacts?> Find(string slug, CancellationToken ct) => (await Current(ct)).Nations.Values.SingleOrDefault(n => n.Slug == slug);

    public async ValueTask<IReadOnlyCollection<NationFacts>> All(CancellationToken ct) => (await Current(ct)).Nations.Values;

    public async ValueTask<Place?> Locate(string host, CancellationToken ct)
    {
        var snapshot = await Current(ct);
        var name = host.ToLowerInvariant();
        if (snapshot.Hosts.TryGetValue(name, out var place)) return place;
        snapshot = await Newer(snapshot, ct);
        if (snapshot.Hosts.TryGetValue(name, out place)) return place;
        // An installation of one nation is reached under any name until it has one of its own, and by the machine's address always; the panel is then below /panel.
        return snapshot.Nations.Count == 1 && (!snapshot.HasOwnName || IsMachine(name)) ? new Place(snapshot.Nations.Values.Single(), Surface.Site, SharesName: true) : null;
    }

    private static bool IsMachine(string name) => IPAddress.TryParse(name, out _) || !name.Contains('.', StringComparison.Ordinal);

    /// <summary>The address of a nation's site or panel, for links in mails and between the two.</summary>
    public async ValueTask<string> AddressOf(NationFacts nation, Surface surface, CancellationToken ct)
    {
        var snapshot = await Current(ct);
        HostName? Own(Surface wanted) => HostName.Shown(snapshot.OwnHosts.Where(h => h.NationId == nation.Id), wanted);
        var (own, below) = (Own(surface), "");
        // With one name for both, the panel lies below the site.
        if (own is null && surface == Surface.Panel && Own(Surface.Site) is { } shared) (own, below) = (shared, NationFromHost.PanelPath);
        var host = own?.Name ?? (surface == Surface.Panel ? $"panel.{nation.Slug}." : nation.Slug + ".") + addresses.Value.BaseHost;
        var port = addresses.Value.Port is { } number ? $":{number}" : "";
        return $"{addresses.Value.Scheme}://{host}{port}{below}";
    }

    public void Forget() => current = null;

    private async ValueTask<Snapshot> Current(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return current is { } fresh && now - fresh.At < Freshness ? fresh : await Look(now, ct);
    }

    private async ValueTask<Snapshot> Newer(Snapshot known, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now - known.At < BetweenLooks || Interlocked.Exchange(ref looking, 1) == 1) return known;
        try
        {
            return current is { } fresh && now - fresh.At < BetweenLooks ? fresh : await Look(now, ct);
        }
        finally
        {
            Volatile.Write(ref looking, 0);
        }
    }

    private async ValueTask<Snapshot> Look(DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Database>();
        var nations = await db.Nations.AsNoTracking().OrderBy(n => n.Id).ToListAsync(ct);
        // Every host of every nation: this is what tells which nation a request is for.
        var hosts = await db.HostNames.IgnoreQueryFilters([Conventions.NationFilter]).AsNoTracking().OrderBy(h => h.Id).ToListAsync(ct);
        return current = Snapshot.Of(nations, hosts, addresses.Value.BaseHost, now);
    }

    private sealed record Snapshot(DateTimeOffset At, FrozenDictionary<NationId, NationFacts> Nations, FrozenDictionary<string, Place> Hosts, IReadOnlyList<HostName> OwnHosts)
    {
        /// <summary>Whether somebody came under a name that a nation had entered.</summary>
        public bool HasOwnName { get; } = OwnHosts.Any(h => h.SeenAt is not null);

        public static Snapshot Of(List<Nation> nations, List<HostName> hosts, string baseHost, DateTimeOffset now)
        {
            var facts = nations.ToDictionary(n => new NationId(n.Id), n => n.Facts);
            var places = new Dictionary<string, Place>(StringComparer.Ordinal);
            foreach (var nation in facts.Values)
            {
                places[$"{nation.Slug}.{baseHost}"] = new Place(nation, Surface.Site, SharesName: false);
                places[$"panel.{nation.Slug}.{baseHost}"] = new Place(nation, Surface.Panel, SharesName: false);
            }

            foreach (var host in hosts)
            {
                // A name for the panel that was entered and does not lead here yet takes nobody's way in.
                var alone = host.Surface == Surface.Site && HostName.Shown(hosts.Where(h => h.NationId == host.NationId), Surface.Panel) is null;
                // A name that a nation has by its slug stays its own, whoever wrote it into the table.
                places.TryAdd(host.Name, new Place(facts[host.NationId], host.Surface, SharesName: alone) { UnseenName = host.SeenAt is null ? host.Id : null });
            }

            return new Snapshot(now, facts.ToFrozenDictionary(), places.ToFrozenDictionary(StringComparer.Ordinal), hosts);
        }
    }
}
