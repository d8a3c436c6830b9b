using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Texting;

/// <summary>
/// Who asks for no texts asks for none on their telephone: no other record with its number brings texts there that nobody there wrote for, whoever made that record. A STOP shuts the number besides;
/// this holds for what was told to the team, or stood in a file. Read from the ledger each time, as <see cref="LeftAddresses"/> is.
/// </summary>
public sealed class LeftNumbers(Database db)
{
    // What a person said by a text.
    public const string Keyword = "keyword:";

    /// <param name="numbers">Of some hundred people, by their keys.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Those at which somebody else asked for no texts, where nobody texted a keyword that signs up since, nor did this person say yes to the team.</returns>
    public async Task<IReadOnlySet<(long PersonId, string Key)>> Among(IReadOnlyCollection<(long PersonId, string Key)> numbers, CancellationToken ct)
    {
        var closed = new HashSet<(long PersonId, string Key)>();
        var keys = numbers.Select(n => n.Key).Distinct(StringComparer.Ordinal).ToArray();
        var noes = await db.PersonPhones.Where(n => EF.Parameter(keys).Contains(n.PhoneKey)).Join(db.ConsentStates.Where(s => s.Purpose == Purpose.Sms && !s.IsGiven), n => n.PersonId, s => s.PersonId, (n, s) => new { n.PhoneKey, n.PersonId }).ToListAsync(ct);
        if (noes.Count == 0) return closed;
        var sayers = noes.Select(n => n.PersonId).Distinct().ToArray();
        var said = (await db.ConsentEntries.AsNoTracking().Where(e => e.Purpose == Purpose.Sms && EF.Parameter(sayers).Contains(e.PersonId)).OrderBy(e => e.At).ThenBy(e => e.Id).ToListAsync(ct)).GroupBy(e => e.PersonId).ToDictionary(g => g.Key, g => g.ToList());
        var standing = noes.Where(n => said.ContainsKey(n.PersonId)).Select(n => (n.PhoneKey, n.PersonId, At: ConsentLedger.NoSince(said[n.PersonId]))).Where(n => n.At is not null).ToLookup(n => n.PhoneKey, StringComparer.Ordinal);
        var asked = numbers.Where(n => standing.Contains(n.Key)).ToList();
        if (asked.Count == 0) return closed;
        var people = asked.Select(n => n.PersonId).Distinct().ToArray();
        var yeses = (await db.ConsentEntries.Where(e => e.Purpose == Purpose.Sms && e.IsGiven && EF.Parameter(people).Contains(e.PersonId)).Select(e => new { e.PersonId, e.Source, e.At }).ToListAsync(ct)).ToLookup(e => e.PersonId);
        var theirs = asked.Select(n => n.Key).Distinct(StringComparer.Ordinal).ToArray();
        var keywords = (await db.TextMessages.Where(t => t.IsIncoming && t.Keyword != null && EF.Parameter(theirs).Contains(t.NumberKey)).Select(t => new { t.PersonId, t.NumberKey, t.At }).ToListAsync(ct)).ToLookup(t => (t.PersonId ?? 0, t.NumberKey), t => t.At);
        foreach (var number in asked)
        {
            var last = standing[number.Key].Where(n => n.PersonId != number.PersonId).Max(n => n.At);
            if (last is not { } no) continue;
            // Who said so by a text from it is not answered for by the team.
            var hasStopped = standing[number.Key].Any(n => n.PersonId != number.PersonId && ConsentLedger.LeftByThemselves(said[n.PersonId], e => (e.IsGiven, e.Source)));
            // A keyword speaks for the number that it was texted from, not for others of theirs.
            var isBack = yeses[number.PersonId].Any(y => y.At > no && ((y.Source == ConsentLedger.Team && !hasStopped) || (y.Source.StartsWith(Keyword, StringComparison.Ordinal) && keywords[number].Any(t => t > no))));
            if (!isBack) closed.Add(number);
        }

        return closed;
    }

    /// <summary>Whether a text to this person at this number is none that it may get.</summary>
    public async Task<bool> IsClosed(long personId, string key, CancellationToken ct) => (await Among([(personId, key)], ct)).Count > 0;
}
