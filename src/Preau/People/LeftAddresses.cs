using Microsoft.EntityFrameworkCore;

namespace Preau.People;

/// <summary>
/// Who leaves the list leaves it at their address: no other record with it brings there what is sent to many, whoever made that record, and when (docs/decisions/0039). Read from the
/// ledger each time, so that what is taken back there is taken back here.
/// </summary>
public sealed class LeftAddresses(Database db)
{
    private const string Form = "page:";
    private static readonly Dictionary<(long PersonId, string Key), bool> Nowhere = [];

    /// <param name="addresses">Of some hundred people, by their keys.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Those where somebody else left, and whether this person said yes since, by a form that asked them there or, had they left too, to the team. A file says no such yes, nor does the team of somebody who never left.</returns>
    public async Task<IReadOnlyDictionary<(long PersonId, string Key), bool>> Among(IReadOnlyCollection<(long PersonId, string Key)> addresses, CancellationToken ct)
    {
        var keys = addresses.Select(a => a.Key).Distinct(StringComparer.Ordinal).ToArray();
        var noes = await db.PersonEmails.Where(e => EF.Parameter(keys).Contains(e.EmailKey) && db.ConsentStates.Any(s => s.PersonId == e.PersonId && s.Purpose == Purpose.News && !s.IsGiven)).Select(e => new { e.PersonId, e.EmailKey }).ToListAsync(ct);
        if (noes.Count == 0) return Nowhere;
        var at = noes.ToLookup(n => n.EmailKey, n => n.PersonId, StringComparer.Ordinal);
        var ids = addresses.Where(a => at.Contains(a.Key)).Select(a => a.PersonId).Concat(noes.Select(n => n.PersonId)).Distinct().ToArray();
        var said = (await db.ConsentEntries.Where(e => e.Purpose == Purpose.News && EF.Parameter(ids).Contains(e.PersonId)).OrderBy(e => e.At).ThenBy(e => e.Id).Select(e => new Line(e.PersonId, e.IsGiven, e.Source, e.At)).ToListAsync(ct)).ToLookup(l => l.PersonId);
        var left = new Dictionary<(long PersonId, string Key), bool>();
        foreach (var address in addresses)
        {
            var since = at[address.Key].Where(other => other != address.PersonId).Select(other => said[other].LastOrDefault()).OfType<Line>().Where(l => l.IsTheirNo).Max(l => (DateTimeOffset?)l.At);
            if (since is { } last) left[address] = IsBackSince(last, [.. said[address.PersonId]]);
        }

        return left;
    }

    /// <summary>Those of one person's addresses that get nothing sent to many.</summary>
    public async Task<IReadOnlySet<string>> Closed(long personId, IEnumerable<string> keys, CancellationToken ct) =>
        (await Among([.. keys.Select(k => (personId, k))], ct)).Where(l => !l.Value).Select(l => l.Key.Key).ToHashSet(StringComparer.Ordinal);

    private static bool IsBackSince(DateTimeOffset at, List<Line> said) => said.FindLast(l => l.IsGiven) is { } yes && yes.At > at
        && (yes.Source.StartsWith(Form, StringComparison.Ordinal) || said.Exists(l => l.IsTheirNo && l.At < yes.At && ConsentLedger.IsTheirs(yes.Source)));

    private sealed record Line(long PersonId, bool IsGiven, string Source, DateTimeOffset At)
    {
        // No form says no: what it puts out is what held before somebody came back from the archive.
        public bool IsTheirNo => !IsGiven && ConsentLedger.IsTheirs(Source) && !Source.StartsWith(Form, StringComparison.Ordinal);
    }
}
