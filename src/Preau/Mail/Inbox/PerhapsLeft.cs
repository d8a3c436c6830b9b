using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Mail.Inbox;

/// <summary>
/// Who wrote what may be a wish for no more mail gets none that is sent to many until somebody of the team has read it and said whether it is one, or they have said yes again themselves
/// (docs/decisions/0044). What is heard as one for sure needs nobody.
/// </summary>
public sealed class PerhapsLeft(Database db)
{
    /// <summary>Why a message to many is not sent meanwhile, mail or text.</summary>
    public const string Reason = "undecided";

    private IQueryable<MailThread> Undecided => db.MailThreads.Where(t => db.InboxMails.Any(m => m.MailThreadId == t.Id && m.Leave == LeaveState.Perhaps));

    /// <param name="addresses">Of some hundred people, by their keys.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Who wrote so: from an address of theirs, from one that somebody said is theirs, or, from one that is on nobody's record, below a mail that they got.</returns>
    public async Task<IReadOnlySet<long>> Among(IReadOnlyCollection<(long PersonId, string Key)> addresses, CancellationToken ct)
    {
        var (people, keys) = (addresses.Select(a => a.PersonId).Distinct().ToArray(), addresses.Select(a => a.Key).Distinct(StringComparer.Ordinal).ToArray());
        var from = await Undecided.Where(t => EF.Parameter(keys).Contains(t.AddressKey)).Select(t => new { t.AddressKey, t.LastInAt }).ToListAsync(ct);
        var theirs = Undecided.Where(t => t.PersonId != null && EF.Parameter(people).Contains(t.PersonId.Value)).Select(t => new { PersonId = t.PersonId!.Value, t.LastInAt });
        var below = Undecided.Where(t => t.SentToId != null && EF.Parameter(people).Contains(t.SentToId.Value)).Select(t => new { PersonId = t.SentToId!.Value, t.LastInAt });
        var merged = db.MergedPeople.Where(m => EF.Parameter(people).Contains(m.PersonId)).Join(Undecided, m => (long?)m.Id, t => t.SentToId, (m, t) => new { m.PersonId, t.LastInAt });
        var wrote = await theirs.Union(below).Union(merged).ToListAsync(ct);
        var at = from.ToLookup(t => t.AddressKey, t => t.LastInAt, StringComparer.Ordinal);
        var last = addresses.SelectMany(a => at[a.Key], (a, when) => (a.PersonId, At: when)).Concat(wrote.Select(w => (w.PersonId, At: w.LastInAt))).GroupBy(w => w.PersonId).ToDictionary(g => g.Key, g => g.Max(w => w.At));
        if (last.Count == 0) return new HashSet<long>();
        var held = last.Keys.ToArray();
        var given = await db.ConsentStates.Where(s => s.Purpose == Purpose.News && s.IsGiven && EF.Parameter(held).Contains(s.PersonId)).Select(s => s.PersonId).ToArrayAsync(ct);
        var lines = given.Length == 0 ? [] : await db.ConsentEntries.Where(e => e.Purpose == Purpose.News && e.IsGiven && EF.Parameter(given).Contains(e.PersonId)).Select(e => new { e.PersonId, e.Source, e.At }).ToListAsync(ct);
        var yeses = lines.Where(e => ConsentLedger.IsTheirs(e.Source)).GroupBy(e => e.PersonId).ToDictionary(g => g.Key, g => g.Max(e => e.At));
        return last.Where(l => !yeses.TryGetValue(l.Key, out var yes) || yes <= l.Value).Select(l => l.Key).ToHashSet();
    }
}
