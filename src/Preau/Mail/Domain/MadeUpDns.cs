namespace Preau.Mail.Domain;

/// <summary>Names that are written down here, and no others: for tests, and for the demo, whose domain no DNS knows.</summary>
public sealed class MadeUpDns : IDnsReader
{
    /// <summary>By type and name: «TXT _dmarc.ada.example».</summary>
    public Dictionary<string, string[]> Records { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Nobody answers for these.</summary>
    public HashSet<string> Silent { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A domain as many campaigns have it: somebody began, and left it there.</summary>
    public static MadeUpDns OfDemo() => new()
    {
        Records = new(StringComparer.OrdinalIgnoreCase)
        {
            ["TXT valmorin.example"] = ["v=spf1 a:localhost ~all"],
            ["TXT _dmarc.valmorin.example"] = ["v=DMARC1; p=none; pct=50; rua=mailto:bonjour@valmorin.example"],
            ["MX valmorin.example"] = ["mx.valmorin.example"],
        },
    };

    public Task<DnsAnswer> Texts(string name, CancellationToken ct) => Answer("TXT", name);

    public Task<DnsAnswer> MailServers(string name, CancellationToken ct) => Answer("MX", name);

    private Task<DnsAnswer> Answer(string type, string name) => Task.FromResult<DnsAnswer>(Silent.Contains(name) ? new DnsAnswer.Silent() : new DnsAnswer.Found(Records.GetValueOrDefault($"{type} {name}") ?? []));
}
