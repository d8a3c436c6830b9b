namespace Preau.Feed;

/// <summary>
/// Something that follows the change feed: roll-ups, freshness, caches. Runs inside the nation of the changes and in the transaction that
/// moves its cursor, so a change is applied exactly once. A rebuild must give what following from the beginning would have given.
/// </summary>
public interface IChangeReader
{
    string Name { get; }

    Task Apply(IReadOnlyList<Change> changes, CancellationToken ct);

    /// <summary>Whether what it keeps of the current nation was never made, or was made by rules that hold no more. It is then rebuilt before a line is applied.</summary>
    Task<bool> NeedsRebuild(CancellationToken ct) => Task.FromResult(false);

    /// <summary>
    /// Whether its rebuild saves as it goes, in transactions of its own that each leave what holds, and may be done twice. One that looks at everybody for minutes does: on SQLite
    /// nobody else could write meanwhile.
    /// </summary>
    bool RebuildsInParts => false;

    /// <summary>From the tables as they are, in the current nation; the feed goes on from where it stood when this began.</summary>
    Task Rebuild(CancellationToken ct);
}
