namespace Preau.Feed;

/// <summary>Whom lines of the feed concern, for readers that follow only some of what happens.</summary>
public static class ChangedPeople
{
    /// <param name="changes">Lines of one nation.</param>
    /// <param name="kinds">What kinds begin with: «person_address.» for all that happens to addresses.</param>
    public static HashSet<long> Of(IEnumerable<Change> changes, params string[] kinds) =>
        changes.Where(c => Array.Exists(kinds, k => c.Kind.StartsWith(k, StringComparison.Ordinal))).SelectMany(c => c.People).ToHashSet();
}
