using System.Globalization;

namespace Preau.People;

/// <summary>What sort of thing happened; the timeline is filtered by it.</summary>
public enum TimelineKind
{
    Note,
    Contact,
    Consent,
    Gift,
    Mail,
    Text,
    Site,
    Field,
    Capital,
    Membership,
    List,
    Record,
}

/// <summary>One thing that happened, in words of the user's language.</summary>
/// <param name="Key">Names the entry among those of one instant, such as «gift:12».</param>
/// <param name="By">Who did it, when it was not the person.</param>
public sealed record TimelineEntry(DateTimeOffset At, string Key, TimelineKind Kind, string Text, string? Detail = null, string? Link = null, string? By = null);

/// <param name="Until">Entries of this instant and before; all when null.</param>
public sealed record TimelineAsk(DateTimeOffset? Until, int Count, TimelineKind? Kind)
{
    public bool Wants(TimelineKind kind) => Kind is null || Kind == kind;
}

public sealed record TimelinePage(IReadOnlyList<TimelineEntry> Entries, string? Next);

/// <summary>The story of a person, newest first, put together from all parts a page at a time.</summary>
public sealed class Timeline(IEnumerable<IPersonPart> parts)
{
    public const int PageSize = 20;

    /// <param name="cursor">The <see cref="TimelinePage.Next"/> of the page before.</param>
    public async Task<TimelinePage> Page(long personId, TimelineKind? kind, string? cursor, CancellationToken ct)
    {
        // Where a page ends within one instant, the next one asks for that instant again and skips what was shown of it.
        var (until, shown) = Read(cursor);
        var ask = new TimelineAsk(until, PageSize + shown + 1, kind);
        var entries = new List<TimelineEntry>();
        foreach (var part in parts) entries.AddRange(await part.Timeline(personId, ask, ct));
        var page = entries.OrderByDescending(e => e.At).ThenByDescending(e => e.Key, StringComparer.Ordinal).Skip(shown).ToList();
        if (page.Count <= PageSize) return new(page, null);
        page.RemoveRange(PageSize, page.Count - PageSize);
        var last = page[^1].At;
        var same = page.Count(e => e.At == last) + (last == until ? shown : 0);
        return new(page, string.Create(CultureInfo.InvariantCulture, $"{last.UtcTicks}~{same}"));
    }

    private static (DateTimeOffset? Until, int Shown) Read(string? cursor) =>
        cursor?.Split('~') is [var at, var same]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
        && int.TryParse(same, NumberStyles.None, CultureInfo.InvariantCulture, out var shown) && shown <= 1000
            ? (new DateTimeOffset(ticks, TimeSpan.Zero), shown)
            : (null, 0);
}
