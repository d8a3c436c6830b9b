using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Shared;

namespace Preau.People.Listing;

/// <summary>
/// What somebody types into the search box, as ranges of indexes: the beginning of a mail address, of a telephone number, or of names in
/// either order. Each range is read in its own order and they follow each other, so that no search sorts the table.
/// </summary>
public sealed class PersonSearch(Database db, CurrentNation nation, CurrentAccount account, IOtherNames otherNames)
{
    // Sorts after everything that may follow a beginning.
    public const string End = "\uffff";

    private (string Text, bool IsOtherwise, IReadOnlyList<Beginning> Beginnings) asked = ("", false, []);

    /// <summary>Ranges of people, best first. Someone in two of them is in the first only.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="people">Among whom.</param>
    /// <param name="ct">Gives up.</param>
    /// <param name="isOtherwise">Whether last names are also looked for as they may be written otherwise (<see cref="Spelling"/>), and whoever bears another name too (<see cref="IOtherNames"/>).</param>
    public async Task<IReadOnlyList<Range>> Ranges(string text, IQueryable<Person> people, CancellationToken ct, bool isOtherwise = true)
    {
        if (text.StartsWith('#') && long.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return [new("#", people.Where(p => p.Id == id), IsFew: true)];
        // Whoever sees addresses and numbers covered must not find them out by searching for one sign after the other.
        if (account.Role is { } role && role.SeesOnlyAssigned()) return Names(await Beginnings(text, isOtherwise, ct), isOtherwise, ref people);
        if (text.Contains('@', StringComparison.Ordinal)) return [new("@", people.Where(ByMail(text)), IsFew: true)];
        if (IsNumber(text)) return [new("+", people.Where(ByPhone(text)), IsFew: true)];
        var names = Names(await Beginnings(text, isOtherwise, ct), isOtherwise, ref people);
        // One word may also be how a mail address begins: what was typed before the «@».
        if (!text.Contains(' ', StringComparison.Ordinal) && text.Length >= 3) names.Add(new("@", people.Where(ByMail(text)), IsFew: true));
        return names;
    }

    /// <summary>Whether it is how a telephone number begins, and no name with figures in it.</summary>
    public static bool IsNumber(string text) => text.Count(char.IsAsciiDigit) >= 4 && !text.Any(char.IsLetter);

    /// <param name="Name">Tells it from the others of the search: which ones there are depends on who is there.</param>
    /// <param name="People">Who is in it.</param>
    /// <param name="IsByGiven">Whether it is read first name first.</param>
    /// <param name="IsFew">Whether so few can be in it that they are sorted rather than read in the order of an index.</param>
    public sealed record Range(string Name, IQueryable<Person> People, bool IsByGiven = false, bool IsFew = false);

    private System.Linq.Expressions.Expression<Func<Person, bool>> ByMail(string text)
    {
        var from = EmailAddress.KeyOf(text) ?? text.ToLowerInvariant();
        var ids = db.PersonEmails.Where(e => string.Compare(e.EmailKey, from) >= 0 && string.Compare(e.EmailKey, from + End) < 0).OrderBy(e => e.EmailKey).Select(e => e.PersonId).Take(500);
        return p => ids.Contains(p.Id);
    }

    private System.Linq.Expressions.Expression<Func<Person, bool>> ByPhone(string text)
    {
        var from = PhoneNumber.KeyOf(text, nation.Facts.Country) ?? PhoneNumber.Beginning(text, nation.Facts.Country);
        var ids = db.PersonPhones.Where(e => string.Compare(e.PhoneKey, from) >= 0 && string.Compare(e.PhoneKey, from + End) < 0).OrderBy(e => e.PhoneKey).Select(e => e.PersonId).Take(500);
        return p => ids.Contains(p.Id);
    }

    /// <summary>How a name may begin, and what must stand in it after that.</summary>
    private sealed record Beginning(string Text, string[] Later, bool IsByGiven = false);

    private sealed record Known(string Word);

    // «jean dup», «dup jean», «le goff anne»: any word may begin the last name, and each other one a later word of the name. The index holds
    // the whole key, so what does not fit is passed over without looking at the person. Longest first: it may begin with another one.
    // Then all of them, as they stand, may begin the first name: «jean-pierre» is everybody called so. Then the last name as it may be written otherwise.
    private async Task<IReadOnlyList<Beginning>> Beginnings(string text, bool isOtherwise, CancellationToken ct)
    {
        var words = NameKey.Words(text);
        if (words.Length == 0) return [];
        if (asked.Text == text && asked.IsOtherwise == isOtherwise) return asked.Beginnings;
        var otherwise = isOtherwise ? Spelling.Of(words).ToList() : [];
        string[] spelled = [.. otherwise.Select(o => o.Text).Distinct(StringComparer.Ordinal)];
        // Most are nobody's: one question, rather than one for each.
        var known = spelled.Length == 0 ? [] : (await db.Query<Known>("People/Listing/Beginnings", ct, ("words", JsonSerializer.Serialize(spelled)), ("until", End), ("most", 1))).Select(k => k.Word).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<Beginning> beginnings =
        [
            .. words.Distinct(StringComparer.Ordinal).OrderByDescending(w => w.Length).Take(4).Select(word => new Beginning(word, Later(words.Where(w => w != word)))),
            new(string.Join(' ', words), [], IsByGiven: true),
            .. otherwise.Where(o => known.Contains(o.Text)).Select(o => new Beginning(o.Text, Later(o.Rest))),
        ];
        asked = (text, isOtherwise, beginnings);
        return beginnings;

        static string[] Later(IEnumerable<string> rest) => [.. rest.Select(w => " " + w)];
    }

    /// <param name="beginnings">How they may be called.</param>
    /// <param name="isOtherwise">Whether also by a name that is not on their record.</param>
    /// <param name="people">Among whom; afterwards, those whom none of these names finds.</param>
    private List<Range> Names(IReadOnlyList<Beginning> beginnings, bool isOtherwise, ref IQueryable<Person> people)
    {
        var ranges = new List<Range>();
        foreach (var beginning in beginnings)
        {
            var (from, until, later) = (beginning.Text, beginning.Text + End, beginning.Later);
            var range = beginning.IsByGiven
                ? people.Where(p => string.Compare(p.GivenKey, from) >= 0 && string.Compare(p.GivenKey, until) < 0)
                : people.Where(p => string.Compare(p.NameKey, from) >= 0 && string.Compare(p.NameKey, until) < 0);
            foreach (var word in later) range = range.Where(p => p.NameKey.Contains(word));
            ranges.Add(new((beginning.IsByGiven ? "given " : "last ") + beginning.Text, range, beginning.IsByGiven));
            // With «+ ""», or SQLite would walk everybody by the indexes of names.
            people = beginning.IsByGiven
                ? people.Where(p => string.Compare(p.GivenKey + "", from) < 0 || string.Compare(p.GivenKey + "", until) >= 0)
                : people.Where(p => string.Compare(p.NameKey + "", from) < 0 || string.Compare(p.NameKey + "", until) >= 0 || later.Any(l => !p.NameKey.Contains(l)));
        }

        if (isOtherwise && beginnings.Where(b => !b.IsByGiven).Select(b => otherNames.Beginning(b.Text, b.Later)).Aggregate((IQueryable<long>?)null, (all, some) => all is null ? some : all.Concat(some)) is { } others)
        {
            ranges.Add(new("other", people.Where(p => others.Contains(p.Id)), IsFew: true));
            people = people.Where(p => !others.Contains(p.Id));
        }

        return ranges;
    }
}
