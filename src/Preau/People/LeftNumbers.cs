using Microsoft.EntityFrameworkCore;

namespace Preau.People;

/// <summary>
/// Who asks for no texts asks for none on their telephone: no other record with its number brings texts there that nobody wrote for, whoever made that record. A STOP shuts the number besides; this
/// holds for what was told to the team, or stood in a file. Read from the ledger each time, as <see cref="LeftAddresses"/> is.
/// </summary>
public sealed class LeftNumbers(Database db)
{
    // What opens it for one record: a text from the number itself, or what they told the team since.
    private static readonly string[] Opening = ["keyword:", "panel"];

    /// <param name="numbers">Of some hundred people, by their keys.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Those at which somebody else asked for no texts, and this person did not say yes since.</returns>
    public async Task<IReadOnlySet<(long PersonId, string Key)>> Among(IReadOnlyCollection<(long PersonId, string Key)> numbers, CancellationToken ct)
    {
        var closed = new HashSet<(long PersonId, string Key)>();
        var keys = numbers.Select(n => n.Key).Distinct(StringComparer.Ordinal).ToArray();
        var noes = (await db.PersonPhones.Where(n => EF.Parameter(keys).Contains(n.PhoneKey)).Join(db.ConsentStates.Where(s => s.Purpose == Purpose.Sms && !s.IsGiven), n => n.PersonId, s => s.PersonId, (n, s) => new { n.PhoneKey, n.PersonId, s.At }).ToListAsync(ct));
        if (noes.Count == 0) return closed;
        // Of whom only the yes of a file was taken back, nobody knows what they want.
        var undone = await ConsentLedger.Undone(db, [.. noes.Select(n => n.PersonId).Distinct()], ct);
        var standing = noes.Where(n => !undone.Contains((n.PersonId, Purpose.Sms))).ToLookup(n => n.PhoneKey, StringComparer.Ordinal);
        var people = numbers.Where(n => standing.Contains(n.Key)).Select(n => n.PersonId).Distinct().ToArray();
        var yeses = (await db.ConsentEntries.Where(e => e.Purpose == Purpose.Sms && e.IsGiven && EF.Parameter(people).Contains(e.PersonId)).Select(e => new { e.PersonId, e.Source, e.At }).ToListAsync(ct))
            .Where(e => Array.Exists(Opening, o => e.Source.StartsWith(o, StringComparison.Ordinal))).GroupBy(e => e.PersonId).ToDictionary(g => g.Key, g => g.Max(e => e.At));
        foreach (var number in numbers)
        {
            var last = standing[number.Key].Where(n => n.PersonId != number.PersonId).Select(n => (DateTimeOffset?)n.At).Max();
            if (last is { } no && !(yeses.TryGetValue(number.PersonId, out var yes) && yes > no)) closed.Add(number);
        }

        return closed;
    }

    /// <summary>Whether a text to this person at this number is none that it may get.</summary>
    public async Task<bool> IsClosed(long personId, string key, CancellationToken ct) => (await Among([(personId, key)], ct)).Count > 0;
}
