using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.People.Listing;

/// <summary>
/// What somebody types into the search box, as ranges of indexes: the beginning of a mail address, of a telephone number, or of names in
/// either order. Each range is read in its own order and they follow each other, so that no search sorts the table.
/// </summary>
public sealed class PersonSearch(Database db, CurrentNation nation)
{
    // Sorts after everything that may follow a beginning.
    private const string End = "\uffff";

    /// <summary>Ranges of people, best first. Someone in two of them is in the first only.</summary>
    public IReadOnlyList<Range> Ranges(string text, IQueryable<Person> people)
    {
        if (text.StartsWith('#') && long.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return [new(people.Where(p => p.Id == id), IsByGiven: false)];
        if (text.Contains('@', StringComparison.Ordinal)) return [new(people.Where(ByMail(text)), IsByGiven: false)];
        if (text.Count(char.IsAsciiDigit) >= 4) return [new(people.Where(ByPhone(text)), IsByGiven: false)];
        return Names(NameKey.Words(text), people);
    }

    public sealed record Range(IQueryable<Person> People, bool IsByGiven);

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

    // «jean dup», «dup jean», «marie thérèse martin»: every place where the first name may end and the last begin, in both orders.
    private static List<Range> Names(string[] words, IQueryable<Person> people)
    {
        var ranges = new List<Range>();
        if (words.Length == 0) return ranges;
        var rest = people;
        if (words.Length == 1)
        {
            var (from, until) = (words[0], words[0] + End);
            ranges.Add(new(people.Where(p => string.Compare(p.NameKey, from) >= 0 && string.Compare(p.NameKey, until) < 0), IsByGiven: false));
            ranges.Add(new(people.Where(p => string.Compare(p.GivenKey, from) >= 0 && string.Compare(p.GivenKey, until) < 0)
                .Where(p => string.Compare(p.NameKey, from) < 0 || string.Compare(p.NameKey, until) >= 0), IsByGiven: true));
            return ranges;
        }
        foreach (var split in Enumerable.Range(1, Math.Min(words.Length, 4) - 1))
        {
            var (first, second) = (string.Join(' ', words[..split]), string.Join(' ', words[split..]));
            foreach (var (last, given) in new[] { (first, second), (second, first) })
            {
                var (lastEnd, givenEnd) = (last + End, given + End);
                ranges.Add(new(rest.Where(p => string.Compare(p.NameKey, last) >= 0 && string.Compare(p.NameKey, lastEnd) < 0
                    && string.Compare(p.GivenKey, given) >= 0 && string.Compare(p.GivenKey, givenEnd) < 0), IsByGiven: false));
                rest = rest.Where(p => string.Compare(p.NameKey, last) < 0 || string.Compare(p.NameKey, lastEnd) >= 0
                    || string.Compare(p.GivenKey, given) < 0 || string.Compare(p.GivenKey, givenEnd) >= 0);
            }
        }
        return ranges;
    }
}
