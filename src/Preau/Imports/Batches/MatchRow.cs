using Preau.Imports.Choices;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports.Batches;

/// <summary>
/// Whom a row means: own id, external ids, mail, telephone with name, then name with birthday, as far as the import may ask; never a name alone. Where several answer, nobody is guessed. A household
/// shares its telephone: whoever has another first name is somebody else.
/// </summary>
internal static class MatchRow
{
    public static (Draft? Person, string? Refusal, string? About) Find(PersonInput row, KnownPeople known, MatchKeys keys)
    {
        var found = ByKeys(row, known, keys);
        if (keys.HasFlag(MatchKeys.Numbers) || found.Refusal is not null) return found;
        foreach (var (source, value) in row.ExternalIds)
        {
            // A number is somebody's alone: nobody else can be given it, whatever finds them.
            if (known.WithNumber(source, value) is { } owner && owner != found.Person) return (null, "“{0}” is somebody else’s number already, and this import may not find people by their numbers.", value);
        }

        return found;
    }

    private static (Draft? Person, string? Refusal, string? About) ByKeys(PersonInput row, KnownPeople known, MatchKeys keys)
    {
        if (keys.HasFlag(MatchKeys.Id) && row.Id is { } id && known.WithId(id) is { } own) return (own, null, null);
        Draft? numbered = null;
        foreach (var (source, value) in keys.HasFlag(MatchKeys.Numbers) ? row.ExternalIds : [])
        {
            if (known.WithNumber(source, value) is not { } person) continue;
            if (numbered is not null && numbered != person) return (null, "The numbers of the row belong to different people, one of them by “{0}”.", value);
            numbered = person;
        }

        if (numbered is not null) return (numbered, null, null);
        if (keys.HasFlag(MatchKeys.Email))
        {
            foreach (var email in row.Emails)
            {
                if (known.WithEmail(email.Key) is not { } people) continue;
                return One(row, people) is { } one ? (one, null, null) : (null, "Several people have “{0}”, and the name does not say who is meant.", email.Address);
            }
        }

        if (row.LastName is null) return (null, null, null);
        if (keys.HasFlag(MatchKeys.Phone) && row.Phones.Count > 0)
        {
            var last = NameKey.Compact(row.LastName);
            foreach (var phone in row.Phones)
            {
                if (known.WithPhone(phone.Key)?.FindAll(p => p.CompactLast.Length > 0 && p.CompactLast == last && MayBe(row.FirstName, p.FirstName)) is not { Count: > 0 } people) continue;
                return One(row, people) is { } one ? (one, null, null) : (null, "Several people have “{0}”, and the name does not say who is meant.", phone.Number);
            }
        }

        if (!keys.HasFlag(MatchKeys.NameAndBirth) || KnownPeople.NamedKey(row.LastName, row.FirstName, row.BornOn) is not { } named || known.Named(named) is not { } namesakes) return (null, null, null);
        return namesakes.Count == 1 ? (namesakes[0], null, null) : (null, "Several people are called “{0}” and were born on that day.", $"{row.FirstName} {row.LastName}");
    }

    /// <summary>Word by word the same, or the first letter of it, as far as both go: «Jean» is also Jean-Pierre and «P.» Paul, but Jean is not Jeanne.</summary>
    private static bool MayBe(string? one, string? other) =>
        NameKey.Words(one ?? "").Zip(NameKey.Words(other ?? "")).All(w => w.First == w.Second || ((w.First.Length == 1 || w.Second.Length == 1) && w.First[0] == w.Second[0]));

    private static Draft? One(PersonInput row, List<Draft> people)
    {
        if (people.Count == 1) return people[0];
        var (first, last) = (NameKey.Compact(row.FirstName), NameKey.Compact(row.LastName));
        if (first.Length == 0) return null;
        var named = people.FindAll(p => p.CompactFirst == first);
        return named.Count == 1 ? named[0] : named.FindAll(p => p.CompactLast == last) is [var one] ? one : null;
    }
}
