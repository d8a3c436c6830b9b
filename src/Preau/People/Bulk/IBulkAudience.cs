using Preau.Accounts;

namespace Preau.People.Bulk;

/// <summary>A way to say «all of these people»: a search, a segment.</summary>
public interface IBulkAudience
{
    /// <summary>How it begins in <see cref="BulkAct.Who"/>: «people?», «segment:».</summary>
    string Beginning { get; }

    /// <summary>What is needed to see these people.</summary>
    Permission Needs { get; }

    /// <summary>The people's name, where they have one; null as <see cref="Audience.Title"/> where not. Null when there is no such thing.</summary>
    Task<Audience?> Find(string rest, CancellationToken ct);

    /// <summary>All of them, each once, up to a thousand at a time; nothing is being read while some are handed out.</summary>
    IAsyncEnumerable<long[]> Ids(string rest, CancellationToken ct);
}

/// <param name="IsSmall">Whether they are so few that they are written down at once.</param>
public sealed record Audience(string? Title, bool IsSmall);
