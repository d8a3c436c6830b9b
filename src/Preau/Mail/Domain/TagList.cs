namespace Preau.Mail.Domain;

/// <summary>«v=DMARC1; p=none»: as DKIM and DMARC write their records. What is not known is kept and does no harm.</summary>
public sealed class TagList
{
    private readonly Dictionary<string, string> tags = new(StringComparer.OrdinalIgnoreCase);

    public TagList(string record)
    {
        foreach (var part in record.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.IndexOf('=', StringComparison.Ordinal) is > 0 and var at) tags.TryAdd(part[..at].Trim(), part[(at + 1)..].Trim());
        }
    }

    public string? this[string tag] => tags.GetValueOrDefault(tag);

    /// <summary>The first word of a record says what it is; anything else under the name is somebody else's.</summary>
    public static bool Is(string record, string version) => record.TrimStart().StartsWith($"v={version}", StringComparison.OrdinalIgnoreCase);
}
