namespace Preau.Mail.Domain;

/// <summary>How many questions to the DNS an SPF record costs whoever checks it (RFC 7208, 4.6.4): more than ten, and it counts as broken.</summary>
public sealed class SpfLookups(IDnsReader dns)
{
    public const int Most = 10;

    // One more than allowed says enough; a record that includes itself must not go on.
    private const int Enough = Most + 1;
    private int count;

    /// <summary>Something that it includes has no record of its own.</summary>
    public string? Broken { get; private set; }

    /// <summary>Of something that it includes the DNS said nothing.</summary>
    public bool IsUnheard { get; private set; }

    public async Task<int> Count(string record, CancellationToken ct)
    {
        var terms = record.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(t => t.TrimStart('+', '-', '~', '?')).ToList();
        // Nobody gets past «all»: a redirect beside it is not followed (RFC 7208, 6.1).
        var isEnded = terms.Contains("all", StringComparer.OrdinalIgnoreCase);
        foreach (var word in terms)
        {
            if (count >= Enough) return count;
            var end = word.IndexOfAny([':', '=', '/']);
            var (verb, name) = end < 0 ? (word, "") : (word[..end], word[(end + 1)..]);
            if (verb.ToUpperInvariant() is not ("INCLUDE" or "A" or "MX" or "PTR" or "EXISTS" or "REDIRECT") || (isEnded && verb.Equals("redirect", StringComparison.OrdinalIgnoreCase))) continue;
            count++;
            if (verb.ToUpperInvariant() is not ("INCLUDE" or "REDIRECT") || name.Contains('%', StringComparison.Ordinal)) continue;
            if (await dns.Texts(name, ct) is not DnsAnswer.Found found) IsUnheard = true;
            else if (found.Values.FirstOrDefault(IsSpf) is { } inner) await Count(inner, ct);
            else Broken ??= name;
        }

        return count;
    }

    public static bool IsSpf(string record) => record.Equals("v=spf1", StringComparison.OrdinalIgnoreCase) || record.StartsWith("v=spf1 ", StringComparison.OrdinalIgnoreCase);
}
