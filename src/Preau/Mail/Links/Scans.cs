namespace Preau.Mail;

/// <summary>
/// Which clicks are those of a machine that runs through the links of a mail before anybody reads it, told by how fast they come. Whose mail was scanned is remembered for some minutes, so that the
/// links that it comes to later are no reader's (docs/decisions/0030). A process knows what it heard itself; used by one thread at a time.
/// </summary>
public sealed class Scans
{
    /// <summary>So many different links of one mail, within <see cref="Quick"/>, nobody follows by hand.</summary>
    public const int LinksOfARun = 3;
    public static readonly TimeSpan Quick = TimeSpan.FromSeconds(2);

    /// <summary>Nor two, each in less than this: a mail has two links more often than three.</summary>
    public static readonly TimeSpan Hand = TimeSpan.FromSeconds(1);

    /// <summary>So long what comes from a mail that was scanned is the machine's.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    /// <summary>More are not remembered, and only what came with them is left out.</summary>
    private const int Most = 100_000;

    private readonly Dictionary<(NationId Nation, long Blast, long Person), DateTimeOffset> found = [];

    /// <summary>Those of the clicks that no reader made.</summary>
    public IReadOnlySet<HeardClick> Among(IEnumerable<HeardClick> clicks, DateTimeOffset now)
    {
        foreach (var (mail, began) in found) if (now - began > Remembered) found.Remove(mail);
        var scanned = new HashSet<HeardClick>(ReferenceEqualityComparer.Instance);
        foreach (var mail in clicks.Where(c => !c.IsOpening).GroupBy(c => (c.NationId, c.BlastId, c.PersonId)))
        {
            if (!found.TryGetValue(mail.Key, out var began))
            {
                if (Begins(mail.OrderBy(c => c.At)) is not { } first) continue;
                began = first;
                if (found.Count < Most) found[mail.Key] = began;
            }

            scanned.UnionWith(mail.Where(c => c.At >= began));
        }

        return scanned;
    }

    /// <summary>When the machine followed the first link; null where a reader may have followed them all.</summary>
    private static DateTimeOffset? Begins(IEnumerable<HeardClick> clicks)
    {
        // The links followed last, each once, the latest first.
        var last = new List<HeardClick>(LinksOfARun + 1);
        foreach (var click in clicks)
        {
            last.RemoveAll(c => c.LinkId == click.LinkId);
            last.Insert(0, click);
            if (last.Count > LinksOfARun) last.RemoveAt(LinksOfARun);
            if (last.Count == LinksOfARun && click.At - last[^1].At <= Quick) return last[^1].At;
            if (last.Count > 1 && click.At - last[1].At < Hand) return last[1].At;
        }

        return null;
    }
}
