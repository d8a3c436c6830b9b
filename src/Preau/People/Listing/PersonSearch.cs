using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Shared;

namespace Preau.People.Listing;

/// <summary>
/// What somebody types into the search box, as ranges of indexes: the beginning of a mail address, of a telephone number, or of names in
/// either order. Each range is read in its own order and they follow each other, so that no search sorts the table.
/// </summary>
public sealed class PersonSearch(Database db, CurrentNation nation, CurrentAccount account)
{
    // Sorts after everything that may follow a beginning.
    public const string End = "\uffff";

    /// <summary>Ranges of people, best first. Someone in two of them is in the first only.</summary>
    public IReadOnlyList<Range> Ranges(string text, IQueryable<Person> people)
    {
        if (text.StartsWith('#') && long.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return [new(people.Where(p => p.Id == id), IsFew: true)];
        // Whoever sees addresses and numbers covered must not find them out by searching for one sign after the other.
        if (account.Role is { } role && role.SeesOnlyAssigned()) return Names(NameKey.Words(text), people);
        if (text.Contains('@', StringComparison.Ordinal)) return [new(people.Where(ByMail(text)), IsFew: true)];
        if (text.Count(char.IsAsciiDigit) >= 4) return [new(people.Where(ByPhone(text)), IsFew: true)];
        var words = NameKey.Words(text);
        var names = Names(words, people);
        // One word may also be how a mail address begins: what was typed before the «@».
        if (!text.Contains(' ', StringComparison.Ordinal) && text.Length >= 3) names.Add(new(Others(words, people).Where(ByMail(text)), IsFew: true));
        return names;
    }

    /// <param name="IsFew">Whether so few can be in it that they are sorted rather than read in the order of an index.</param>
    public sealed record Range(IQueryable<Person> People, bool IsByGiven = false, bool IsFew = false);

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

    // Those whom the names of this search do not find. Of the few whom the mail address finds: with «+ ""», or SQLite would walk everybody by the indexes of names.
    private static IQueryable<Person> Others(string[] words, IQueryable<Person> people)
    {
        foreach (var word in words.Distinct(StringComparer.Ordinal))
        {
            var until = word + End;
            var later = words.Where(w => w != word).Select(w => " " + w).ToArray();
            people = people.Where(p => string.Compare(p.NameKey + "", word) < 0 || string.Compare(p.NameKey + "", until) >= 0 || later.Any(l => !p.NameKey.Contains(l)));
        }
        var (given, end) = (string.Join(' ', words), string.Join(' ', words) + End);
        return people.Where(p => string.Compare(p.GivenKey + "", given) < 0 || string.Compare(p.GivenKey + "", end) >= 0);
    }

    // «jean dup», «dup jean», «le goff anne»: any word may begin the last name, and each other one a later word of the name. The index holds
    // the whole key, so what does not fit is passed over without looking at the person. Longest first: it may begin with another one.
    // Then all of them, as they stand, may begin the first name: «jean-pierre» is everybody called so.
    private static List<Range> Names(string[] words, IQueryable<Person> people)
    {
        var ranges = new List<Range>();
        foreach (var word in words.Distinct(StringComparer.Ordinal).OrderByDescending(w => w.Length).Take(4))
        {
            var (from, until) = (word, word + End);
            var range = people.Where(p => string.Compare(p.NameKey, from) >= 0 && string.Compare(p.NameKey, until) < 0);
            foreach (var other in words.Where(w => w != word).Select(w => " " + w)) range = range.Where(p => p.NameKey.Contains(other));
            ranges.Add(new(range));
            people = people.Where(p => string.Compare(p.NameKey, from) < 0 || string.Compare(p.NameKey, until) >= 0);
        }
        if (words.Length > 0)
        {
            var (given, end) = (string.Join(' ', words), string.Join(' ', words) + End);
            ranges.Add(new(people.Where(p => string.Compare(p.GivenKey, given) >= 0 && string.Compare(p.GivenKey, end) < 0), IsByGiven: true));
        }
        return ranges;
    }
}
