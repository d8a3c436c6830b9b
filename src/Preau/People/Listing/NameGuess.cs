using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.People.Listing;

/// <summary>
/// A search that found nobody, as it may have been meant: each word is looked up as it stands and as it would be with one slip less, by seeks in the indexes of names.
/// Nothing is kept for it, so that nobody's name stays behind.
/// </summary>
public sealed class NameGuess(Database db, PersonQuery query, PersonSearch search)
{
    private const int MostWords = 3;
    private const int MostMeant = 4;

    // Among more than these, which word is commoner does not matter.
    private const int Counted = 200;

    /// <returns>What finds somebody, or null.</returns>
    public async Task<string?> Of(PersonFilter filter, CancellationToken ct)
    {
        var words = NameKey.Words(filter.Search);
        // A mail address or a telephone number is not guessed at.
        if (words.Length is 0 or > MostWords || filter.Search.Contains('@', StringComparison.Ordinal) || filter.Search.Any(char.IsAsciiDigit)) return null;
        List<string[]> meant = [[]];
        foreach (var word in words)
        {
            var candidates = (await Candidates(word, ct)).ToList();
            meant = [.. meant.SelectMany(_ => candidates, (before, next) => (string[])[.. before, next])];
        }

        var people = (await query.Of(filter, ct)).People;
        foreach (var text in meant.Select(m => string.Join(' ', m)).Where(t => t != string.Join(' ', words)))
        {
            foreach (var range in await search.Ranges(text, people, ct, isOtherwise: false))
            {
                if (await range.People.AnyAsync(ct)) return text;
            }
        }

        return null;
    }

    /// <summary>The word itself where a name begins so or where it is too short to be another, then what else it may be, the commonest first.</summary>
    private async Task<IEnumerable<string>> Candidates(string word, CancellationToken ct)
    {
        var near = Misspelling.Near(word);
        if (near.Count == 0) return [word];
        var known = await Known([word, .. near], ct);
        // What is only shorter at its end fits more names than what was meant.
        var others = near.Where(known.ContainsKey).OrderBy(n => word.StartsWith(n, StringComparison.Ordinal)).ThenByDescending(n => known[n]).Take(MostMeant);
        return known.ContainsKey(word) ? others.Prepend(word) : others;
    }

    private async Task<Dictionary<string, long>> Known(string[] asked, CancellationToken ct)
    {
        // Whoever sees only some people must not find out what others are called.
        if (query.IsNarrowSight)
        {
            var names = (await query.Seen.Select(p => p.NameKey).ToListAsync(ct)).SelectMany(NameKey.Words).ToList();
            return asked.ToDictionary(a => a, a => names.LongCount(n => n.StartsWith(a, StringComparison.Ordinal)), StringComparer.Ordinal).Where(k => k.Value > 0).ToDictionary(StringComparer.Ordinal);
        }

        var found = await db.Query<Beginning>("People/Listing/Beginnings", ct, ("words", JsonSerializer.Serialize(asked)), ("until", PersonSearch.End), ("most", Counted));
        return found.ToDictionary(b => b.Word, b => b.People, StringComparer.Ordinal);
    }

    private sealed record Beginning(string Word, long People);
}
