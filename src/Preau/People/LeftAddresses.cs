using Microsoft.EntityFrameworkCore;
using Preau.People.Listing;
using Preau.Shared;

namespace Preau.People;

/// <summary>
/// Who leaves the list leaves it at their address: no other record with it brings there what is sent to many, whoever made that record, and when (docs/decisions/0039). Read from the
/// ledger each time, so that what is taken back there is taken back here.
/// </summary>
public sealed class LeftAddresses(Database db, Suppressions suppressions)
{
    private const int MostSpellings = 100;

    private static readonly Dictionary<(long PersonId, string Key), bool> Nowhere = [];

    /// <param name="addresses">Of some hundred people, by their keys.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>
    /// Those where somebody else left, or a file says so, and whether one of those who read there came back since: by a form, or by the button of a letter. No file says so, and not the team.
    /// And those that were taken off the record of whoever left there.
    /// </returns>
    public async Task<IReadOnlyDictionary<(long PersonId, string Key), bool>> Among(IReadOnlyCollection<(long PersonId, string Key)> addresses, CancellationToken ct)
    {
        if (addresses.Count == 0) return Nowhere;
        var keys = addresses.Select(a => a.Key).Distinct(StringComparer.Ordinal).ToArray();
        var takenOff = await suppressions.Among(SuppressedChannel.News, keys, ct);
        var refused = await db.PersonEmails.Where(e => EF.Parameter(keys).Contains(e.EmailKey) && db.ConsentStates.Any(s => s.PersonId == e.PersonId && s.Purpose == Purpose.News && !s.IsGiven)).Select(e => e.EmailKey).Distinct().ToArrayAsync(ct);
        if (refused.Length == 0 && takenOff.Count == 0) return Nowhere;
        var there = (await db.PersonEmails.Where(e => EF.Parameter(refused).Contains(e.EmailKey)).Select(e => new { e.EmailKey, e.PersonId }).ToListAsync(ct)).ToLookup(e => e.EmailKey, e => e.PersonId, StringComparer.Ordinal);
        var readers = there.SelectMany(t => t).Distinct().ToArray();
        var ledgers = await Ledgers(readers, ct);
        // Whoever reads elsewhere as well may have come back there: that says nothing of this mailbox to a third.
        var elsewhere = await db.PersonEmails.Where(e => EF.Parameter(readers).Contains(e.PersonId)).GroupBy(e => e.PersonId).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSetAsync(ct);
        var left = new Dictionary<(long PersonId, string Key), bool>();
        foreach (var (person, key) in addresses)
        {
            if (takenOff.Contains(key)) left[(person, key)] = false;
            else if (there[key].Where(other => other != person).Max(other => ledgers.GetValueOrDefault(other)?.No) is { } at) left[(person, key)] = there[key].Any(reader => ledgers.GetValueOrDefault(reader)?.IsBackSince(at) == true && (reader == person || !elsewhere.Contains(reader)));
        }

        return left;
    }

    /// <summary>
    /// An address goes off somebody's record. If they left the list, it stays shut to what is sent to many, whatever record has it next, until whoever reads there says yes; not where somebody else
    /// reads there who did already. The caller saves.
    /// </summary>
    public async Task TakeOff(long personId, string key, CancellationToken ct)
    {
        if ((await Ledgers([personId], ct)).GetValueOrDefault(personId)?.No is not null) await Shut(personId, key, ct);
    }

    /// <summary>The same of an address that stays on the record of somebody who left and came back elsewhere. The caller saves, and has not yet saved that they are back.</summary>
    public async Task Shut(long personId, string key, CancellationToken ct)
    {
        var others = await db.PersonEmails.Where(e => e.EmailKey == key && e.PersonId != personId).Select(e => e.PersonId).ToListAsync(ct);
        var left = await Among([.. others.Select(o => (o, key))], ct);
        if (!left.Values.Any(isBack => isBack)) await suppressions.Add(SuppressedChannel.News, key, Suppressions.Left, ct);
    }

    /// <summary>Those of one person's addresses that get nothing sent to many.</summary>
    public async Task<IReadOnlySet<string>> Closed(long personId, IEnumerable<string> keys, CancellationToken ct) =>
        (await Among([.. keys.Select(k => (personId, k))], ct)).Where(l => !l.Value).Select(l => l.Key.Key).ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// Whether somebody left at what is most likely the same mailbox by another spelling of it: another word behind a «+», at Gmail other dots. Elsewhere these can be two people, so that nobody is kept from mail by it;
    /// whoever types one in is asked at that address first.
    /// </summary>
    public async Task<bool> IsLeftBySpelling(EmailAddress email, CancellationToken ct)
    {
        var (box, domain) = (email.Key[..^(email.Domain.Length + 1)].Split('+')[0], "@" + email.Domain);
        if (box.Length == 0) return false;
        var isDotless = EmailAddress.Gmail.Contains(email.Domain, StringComparer.Ordinal);
        if (isDotless) box = box.Replace(".", "", StringComparison.Ordinal);
        // Read off the index of keys, whose order is that of their bytes; where dots count for nothing, no more than the first letter says where to look.
        var from = isDotless ? box[..1] : box;
        var near = db.PersonEmails.Where(e => string.Compare(e.EmailKey, from) >= 0 && string.Compare(e.EmailKey, from + PersonSearch.End) < 0 && e.EmailKey != email.Key);
        var (plain, tagged) = (box + domain, box + "+");
        near = isDotless
            ? near.Where(e => e.EmailKey.EndsWith("@gmail.com") || e.EmailKey.EndsWith("@googlemail.com")).Where(e => e.EmailKey.Replace(".", "").StartsWith(box + "@") || e.EmailKey.Replace(".", "").StartsWith(tagged))
            : near.Where(e => e.EmailKey == plain || (e.EmailKey.StartsWith(tagged) && e.EmailKey.EndsWith(domain)));
        // Of those who said no alone: whoever writes down a hundred other spellings hides nobody among them.
        var keys = await near.Where(e => db.ConsentStates.Any(s => s.PersonId == e.PersonId && s.Purpose == Purpose.News && !s.IsGiven)).Select(e => e.EmailKey).Distinct().Take(MostSpellings).ToListAsync(ct);
        return (await Closed(0, [.. keys, box + domain], ct)).Count > 0;
    }

    private async Task<Dictionary<long, Ledger>> Ledgers(long[] people, CancellationToken ct) =>
        (await db.ConsentEntries.Where(e => e.Purpose == Purpose.News && EF.Parameter(people).Contains(e.PersonId)).OrderBy(e => e.At).ThenBy(e => e.Id).Select(e => new { e.PersonId, Line = new Line(e.IsGiven, e.Source, e.At) }).ToListAsync(ct))
            .GroupBy(e => e.PersonId).ToDictionary(g => g.Key, g => new Ledger(g.Select(e => e.Line)));

    private sealed record Line(bool IsGiven, string Source, DateTimeOffset At)
    {
        public bool Is(string source) => Source.StartsWith(source, StringComparison.Ordinal);
    }

    /// <summary>What one person said of news, in its order.</summary>
    private sealed class Ledger
    {
        private const string Form = "page:", File = "import:", Keyword = "keyword:";
        private readonly DateTimeOffset? cameBack;

        public Ledger(IEnumerable<Line> lines)
        {
            var standing = ConsentLedger.Standing(lines, l => l.Source);
            // What the team wrote over their own no, on a record that was merged, opens nothing.
            var hasLeft = ConsentLedger.LeftByThemselves(standing, l => (l.IsGiven, l.Source));
            foreach (var line in standing)
            {
                if (line.IsGiven)
                {
                    if (line.Is(File) || (hasLeft && line.Is(ConsentLedger.Team))) continue;
                    No = null;
                    if (line.Is(Form) || line.Is(ConsentLedger.Letter)) cameBack = line.At;
                }
                // No form and no keyword says no: what it puts out is what held before somebody came back from the archive.
                else if (!line.Is(Form) && !line.Is(Keyword))
                {
                    No = line.At;
                }
            }
        }

        /// <summary>When they said the last no that stands.</summary>
        public DateTimeOffset? No { get; }

        public bool IsBackSince(DateTimeOffset at) => No is null && cameBack > at;
    }
}
