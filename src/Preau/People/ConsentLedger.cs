using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Preau.People;

/// <summary>The only writer of consent. Lines are appended, never changed; what holds today is the last line of each purpose.</summary>
public sealed class ConsentLedger(Database db, TimeProvider clock)
{
    /// <summary>How the source of a line begins by which an undo takes back what a file said: the person themselves said nothing.</summary>
    public const string Undoing = "undo:";

    /// <summary>The source of what the owner of an address said yes to in answer to a letter that the team had sent.</summary>
    public const string Letter = "letter";

    /// <summary>The source of what somebody told the team.</summary>
    public const string Team = "panel";

    private const string File = "import:", Reply = "reply:", Merge = "merge:";

    private static readonly string[] Returning = ["page:", "keyword:"];

    // Told to the team, or said by a file.
    private static readonly string[] ByOthers = [Team, File];

    /// <summary>Somebody agreed to these words. The caller saves.</summary>
    /// <param name="source">Where: «page:12», «panel», «import:3».</param>
    public async Task Give(long personId, Purpose purpose, string language, string text, string source, CancellationToken ct)
    {
        var version = VersionOf(purpose, language, text);
        if (db.ConsentWordings.Local.All(w => w.Version != version) && !await db.ConsentWordings.AnyAsync(w => w.Version == version, ct))
            db.Add(new ConsentWording { Version = version, Purpose = purpose, Language = language, Text = text, FirstUsedAt = clock.GetUtcNow() });
        await Append(personId, purpose, isGiven: true, version, source, ct);
    }

    /// <summary>Somebody left it ticked on a form, or texted it: a yes of their own that holds already is not given once more; one that a file told of would go with it. The caller saves.</summary>
    public async Task Tick(long personId, Purpose purpose, string language, string text, string source, CancellationToken ct)
    {
        if (await Has(personId, purpose, ct) && (Standing(await Lines(personId, purpose, ct), e => e.Source) is not [.., var last] || !Is(last.Source, File, Merge))) return;
        await Give(personId, purpose, language, text, source, ct);
    }

    /// <summary>Somebody took it back, by any way; nothing has to be read or agreed to for that. The caller saves.</summary>
    public Task Withdraw(long personId, Purpose purpose, string source, CancellationToken ct) =>
        Append(personId, purpose, isGiven: false, wording: "", source, ct);

    /// <summary>The same for many at once, in sets and with one line in the trail. The caller saves, in a transaction.</summary>
    public async Task Withdraw(long[] personIds, Purpose purpose, string source, CancellationToken ct)
    {
        if (personIds.Length == 0) return;
        var now = clock.GetUtcNow().ToMicroseconds();
        var id = db.Ids.Reserve("consent_entry", personIds.Length);
        await using (var entries = await db.Bulk("consent_entry", ["id", "person_id", "purpose", "is_given", "wording", "source", "at"], ct))
        {
            foreach (var personId in personIds) entries.Row(id++, personId, EnumText<Purpose>.Of(purpose), false, "", source, now);
            await entries.Done(ct);
        }

        var states = db.ConsentStates.Where(s => s.Purpose == purpose && EF.Parameter(personIds).Contains(s.PersonId));
        var known = await states.Select(s => s.PersonId).ToListAsync(ct);
        await states.ExecuteUpdateAsync(s => s.SetProperty(c => c.IsGiven, false).SetProperty(c => c.At, now), ct);
        await using (var rows = await db.Bulk("consent_state", ["person_id", "purpose", "is_given", "at"], ct))
        {
            foreach (var personId in personIds.Except(known)) rows.Row(personId, EnumText<Purpose>.Of(purpose), false, now);
            await rows.Done(ct);
        }

        db.Trail.Record("consent_entry.created", personIds, EnumText<Purpose>.Of(purpose));
    }

    /// <summary>A no that the program misheard: what stands without it holds again. The caller saves.</summary>
    /// <returns>Of whom it was the last word.</returns>
    public async Task<IReadOnlySet<long>> TakeBackNo(string source, CancellationToken ct)
    {
        var said = await db.ConsentEntries.AsNoTracking().Where(e => e.Source == source && !e.IsGiven).Select(e => new { e.PersonId, e.Purpose }).Distinct().ToListAsync(ct);
        var back = new HashSet<long>();
        foreach (var no in said)
        {
            if (Without(await Lines(no.PersonId, no.Purpose, ct), source) is not { } rest) continue;
            // Of whom nothing was known before, nothing is again.
            Note(no.PersonId, no.Purpose, rest.IsGiven, rest.Wording, Undoing + source);
            if (!rest.WasLast) continue;
            await Set(no.PersonId, no.Purpose, rest.IsGiven, ct);
            back.Add(no.PersonId);
        }

        return back;
    }

    /// <summary>Whether a line with this source takes back those with the other.</summary>
    internal static bool TakesBack(string undoing, string source) => undoing[Undoing.Length..] is var taken && (source == taken || source == File + taken);

    /// <summary>What holds of somebody's lines about one purpose, in their order, once a source is taken back; null where nothing of it stands. It is to be written down also where something else was said since, which may go in its turn.</summary>
    internal static Rest? Without(IEnumerable<ConsentEntry> lines, string source)
    {
        var standing = Standing(lines, l => l.Source);
        if (!standing.Exists(l => l.Source == source)) return null;
        var wasLast = standing[^1].Source == source;
        standing.RemoveAll(l => l.Source == source);
        return Today(standing, l => (l.IsGiven, l.Source)) == true ? new(true, standing[^1].Wording, wasLast) : new(false, "", wasLast);
    }

    /// <summary>Whether what stands last of these lines goes with a file, with a mail that may have been misread, with a merge or with a form: whoever says no as well is still to be written down.</summary>
    internal static bool IsLoose<T>(IEnumerable<T> lines, Func<T, string> source) => Standing(lines, source) is [.., var last] && (Is(source(last), File, Reply, Merge) || Is(source(last), Returning));

    /// <summary>Whether somebody said it themselves: not the team, nor a file, a merge or an undo.</summary>
    public static bool IsTheirs(string source) => !Is(source, Team, File, Merge, Undoing);

    /// <summary>Takes back everything that was ever given.</summary>
    public async Task WithdrawAll(long personId, string source, CancellationToken ct)
    {
        foreach (var purpose in await db.ConsentStates.Where(s => s.PersonId == personId && s.IsGiven).Select(s => s.Purpose).ToListAsync(ct))
            await Withdraw(personId, purpose, source, ct);
    }

    public async Task<bool> Has(long personId, Purpose purpose, CancellationToken ct) =>
        await db.ConsentStates.AnyAsync(s => s.PersonId == personId && s.Purpose == purpose && s.IsGiven, ct);

    /// <summary>Who of these said no to it. Of whom only the yes of a file was taken back, nobody knows what they want: their own no is still to be written down.</summary>
    public async Task<HashSet<long>> Refused(long[] people, Purpose purpose, CancellationToken ct)
    {
        var refused = await db.ConsentStates.Where(s => s.Purpose == purpose && !s.IsGiven && EF.Parameter(people).Contains(s.PersonId)).Select(s => s.PersonId).ToHashSetAsync(ct);
        refused.ExceptWith((await Undone(db, [.. refused], ct)).Where(u => u.Purpose == purpose).Select(u => u.PersonId));
        return refused;
    }

    /// <summary>Who of these said so themselves, last: whose no is of a file, or of a mail that may have been misread, would get a yes again when that is taken back, so that their own is still to be written down.</summary>
    public async Task<HashSet<long>> SaidNo(long[] people, Purpose purpose, CancellationToken ct)
    {
        var refused = await db.ConsentStates.Where(s => s.Purpose == purpose && !s.IsGiven && EF.Parameter(people).Contains(s.PersonId)).Select(s => s.PersonId).ToHashSetAsync(ct);
        if (refused.Count == 0) return refused;
        var ids = refused.ToArray();
        var lines = await db.ConsentEntries.Where(e => e.Purpose == purpose && EF.Parameter(ids).Contains(e.PersonId)).OrderBy(e => e.At).ThenBy(e => e.Id).Select(e => new { e.PersonId, e.IsGiven, e.Source }).ToListAsync(ct);
        refused.ExceptWith(lines.GroupBy(e => e.PersonId).Where(g => Standing(g, e => e.Source) is not [.., { IsGiven: false } last] || Is(last.Source, File, Reply) || Is(last.Source, Returning)).Select(g => g.Key));
        return refused;
    }

    /// <summary>Whether a no that stands, whoever wrote it down, is later than this.</summary>
    public async Task<bool> SaidNoSince(long personId, Purpose purpose, DateTimeOffset at, CancellationToken ct) =>
        Standing(await Lines(personId, purpose, ct), e => e.Source).Exists(e => !e.IsGiven && e.At > at && !Is(e.Source, Returning));

    /// <summary>Whether somebody said no by themselves, by a link, a mail or a text, and said yes by themselves not since: whatever others wrote down of them.</summary>
    /// <param name="surely">Not by a mail that may have been misread.</param>
    public async Task<bool> LeftByThemselves(long personId, Purpose purpose, CancellationToken ct, bool surely = false) =>
        LeftByThemselves(await Lines(personId, purpose, ct), e => (e.IsGiven, e.Source), surely);

    /// <summary>The same of lines about one purpose, in their order.</summary>
    public static bool LeftByThemselves<T>(IEnumerable<T> lines, Func<T, (bool IsGiven, string Source)> read, bool surely = false)
    {
        var (hasLeft, isMergedNo) = (false, false);
        foreach (var (isGiven, source) in Standing(lines, l => read(l).Source).Select(read))
        {
            if (Is(source, ByOthers) || (surely && Is(source, Reply))) continue;
            // What a merge wrote may have been said by themselves; its undo takes that back and no more.
            if (Is(source, Merge)) isMergedNo = !isGiven;
            else if (isGiven) (hasLeft, isMergedNo) = (false, false);
            else hasLeft |= !Is(source, Returning);
        }

        return hasLeft || isMergedNo;
    }

    /// <summary>What lines about one purpose, in their order, come to: the last that stands, but for a yes that others wrote over somebody's own no. Null where nothing stands.</summary>
    internal static bool? Today<T>(IReadOnlyCollection<T> lines, Func<T, (bool IsGiven, string Source)> read) =>
        Standing(lines, l => read(l).Source) is [.., var last] ? read(last).IsGiven && !LeftByThemselves(lines, read) : null;

    /// <summary>Since when what stands of lines about one purpose is a no, whoever wrote it down: not what an undo took back, nor what was put out when somebody came back from the archive, for no form and no keyword says no. Null where it is none.</summary>
    public static DateTimeOffset? NoSince(IReadOnlyCollection<ConsentEntry> lines) =>
        Today(lines, l => (l.IsGiven, l.Source)) == false && Standing(lines, l => l.Source)[^1] is var last && (last.IsGiven || !Is(last.Source, Returning)) ? last.At : null;

    private static bool Is(string source, params ReadOnlySpan<string> kinds)
    {
        foreach (var kind in kinds)
        {
            if (source.StartsWith(kind, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    /// <summary>Of whom, and for what, the last line is an undo's and uncovers no earlier no: to whoever asks next it is as if nobody had asked.</summary>
    public static async Task<HashSet<(long PersonId, Purpose Purpose)>> Undone(Database db, long[] people, CancellationToken ct)
    {
        if (people.Length == 0) return [];
        // Numbers are given out in blocks: the instant says which line is the last.
        var lines = await db.ConsentEntries.Where(e => EF.Parameter(people).Contains(e.PersonId)).OrderBy(e => e.At).ThenBy(e => e.Id).Select(e => new { e.PersonId, e.Purpose, e.IsGiven, e.Source }).ToListAsync(ct);
        return lines.GroupBy(e => (e.PersonId, e.Purpose)).Where(g => IsUndone(g, e => (e.IsGiven, e.Source))).Select(g => g.Key).ToHashSet();
    }

    /// <summary>The same of lines about one purpose, in their order.</summary>
    public static bool IsUndone<T>(IEnumerable<T> lines, Func<T, (bool IsGiven, string Source)> read)
    {
        var all = lines.ToList();
        return all is [.., var last] && Is(read(last).Source, Undoing) && Today(all, read) != false;
    }

    /// <summary>What stands of somebody's lines about one purpose, in their order: neither what was taken back nor the taking back, which names lines before it by their source, and a file by its number.</summary>
    internal static List<T> Standing<T>(IEnumerable<T> lines, Func<T, string> source)
    {
        var standing = new List<T>();
        foreach (var line in lines)
        {
            if (!source(line).StartsWith(Undoing, StringComparison.Ordinal)) standing.Add(line);
            else standing.RemoveAll(l => TakesBack(source(line), source(l)));
        }

        return standing;
    }

    /// <summary>
    /// Of whom the last word is what was put out when they came back from the archive: a form and a text with a keyword say no to nothing, and what was agreed to before does not hold any more.
    /// </summary>
    public static async Task<HashSet<long>> PutOut(Database db, long[] people, Purpose purpose, CancellationToken ct)
    {
        if (people.Length == 0) return [];
        var lines = await db.ConsentEntries.Where(e => e.Purpose == purpose && EF.Parameter(people).Contains(e.PersonId)).OrderBy(e => e.At).ThenBy(e => e.Id).Select(e => new { e.PersonId, e.IsGiven, e.Source }).ToListAsync(ct);
        return lines.GroupBy(e => e.PersonId).Where(g => Standing(g, e => e.Source) is [.., { IsGiven: false } last] && Is(last.Source, Returning)).Select(g => g.Key).ToHashSet();
    }

    public static string VersionOf(Purpose purpose, string language, string text) =>
        $"{EnumText<Purpose>.Of(purpose)}.{language}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8]}";

    private Task<List<ConsentEntry>> Lines(long personId, Purpose purpose, CancellationToken ct) =>
        db.ConsentEntries.AsNoTracking().Where(e => e.PersonId == personId && e.Purpose == purpose).OrderBy(e => e.At).ThenBy(e => e.Id).ToListAsync(ct);

    private async Task Append(long personId, Purpose purpose, bool isGiven, string wording, string source, CancellationToken ct)
    {
        Note(personId, purpose, isGiven, wording, source);
        await Set(personId, purpose, isGiven, ct);
    }

    private void Note(long personId, Purpose purpose, bool isGiven, string wording, string source) =>
        db.Add(new ConsentEntry { PersonId = personId, Purpose = purpose, IsGiven = isGiven, Wording = wording, Source = source, At = clock.GetUtcNow() });

    private async Task Set(long personId, Purpose purpose, bool isGiven, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var state = db.ConsentStates.Local.FirstOrDefault(s => s.PersonId == personId && s.Purpose == purpose)
            ?? await db.ConsentStates.SingleOrDefaultAsync(s => s.PersonId == personId && s.Purpose == purpose, ct);
        if (state is null) db.Add(new ConsentState { PersonId = personId, Purpose = purpose, IsGiven = isGiven, At = now });
        else (state.IsGiven, state.At) = (isGiven, now);
    }
}

/// <summary>What holds once a source is taken back, and whether that source had the last word.</summary>
internal readonly record struct Rest(bool IsGiven, string Wording, bool WasLast);
