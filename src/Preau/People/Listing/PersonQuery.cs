using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.People.Listing;

/// <summary>
/// A filter as a question to the store. Sets of which few people are members are looked up first and the people among them; of large ones,
/// the list is walked in its order and each person is asked. Either way a page costs what it shows, not what the table holds.
/// </summary>
public sealed class PersonQuery(Database db, CurrentNation nation, CurrentAccount account, IEnumerable<PeopleSet> sets, ListedPeople lists, PlacedPeople places, OwnFilters ownFilters)
{
    private const int Few = 20_000;

    /// <summary>Whether the answer is so small that it is sorted, rather than read in the order of an index.</summary>
    public sealed record Answer(IQueryable<Person> People, bool IsFew, bool IsNarrowed);

    /// <summary>Those that may be seen. The filter of volunteers says it for every query; said again plainly, it is a range of an index.</summary>
    public IQueryable<Person> Seen => account.Id is { } mine && IsNarrowSight ? db.People.Where(p => p.AssigneeId == mine) : db.People;

    /// <summary>Whether this account sees only those given to it.</summary>
    public bool IsNarrowSight => account.Role is { } role && role.SeesOnlyAssigned();

    public async Task<Answer> Of(PersonFilter filter, CancellationToken ct)
    {
        var people = Seen.AsNoTracking();
        people = filter.View switch
        {
            PeopleView.Contacts => people.Where(p => p.ArchivedAt == null && !p.IsRollOnly),
            PeopleView.Roll => people.Where(p => p.ArchivedAt == null && p.IsRollOnly),
            PeopleView.All => people.Where(p => p.ArchivedAt == null),
            PeopleView.Archived => people.Where(p => p.ArchivedAt != null),
        };
        people = ByColumn(people, filter);
        // What is archived leaves within a month.
        var isFew = filter.View == PeopleView.Archived;
        var among = Sets(filter).ToList();
        foreach (var own in await ownFilters.Read(filter, ct)) among.Add(await ownFilters.People(own, ct));
        var isNarrowed = isFew || Columns(filter).Any() || among.Count > 0;
        foreach (var ids in Columns(filter)) isFew |= await ids.Take(Few + 1).CountAsync(ct) <= Few;
        foreach (var ids in among)
        {
            if (await ids.Take(Few + 1).CountAsync(ct) <= Few)
            {
                people = people.Where(p => ids.Contains(p.Id));
                isFew = true;
            }
            else
            {
                people = people.Where(p => ids.Any(id => id == p.Id));
            }
        }
        return new(people, isFew, isNarrowed);
    }

    private IQueryable<Person> ByColumn(IQueryable<Person> people, PersonFilter filter)
    {
        if (filter.Support is { } level) people = people.Where(p => p.SupportLevel == level);
        if (filter.Priority is { } priority) people = people.Where(p => p.Priority == priority);
        if (filter.Source is { Length: > 0 } source) people = BySource(people, source);
        people = filter.Assignee switch
        {
            "me" => people.Where(p => p.AssigneeId == account.Id),
            "nobody" => people.Where(p => p.AssigneeId == null),
            { } number when long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) => people.Where(p => p.AssigneeId == id),
            _ => people,
        };
        if (Since(filter.From) is { } since) people = people.Where(p => p.CreatedAt >= since);
        if (Before(filter.To) is { } before) people = people.Where(p => p.CreatedAt < before);
        return people;
    }

    // «import» is every import, and one range of the index: ';' follows ':'.
    private static IQueryable<Person> BySource(IQueryable<Person> people, string source)
    {
        var until = source + ";";
        return source.Contains(':', StringComparison.Ordinal)
            ? people.Where(p => p.Source == source)
            : people.Where(p => string.Compare(p.Source, source) >= 0 && string.Compare(p.Source, until) < 0);
    }

    private IEnumerable<IQueryable<long>> Columns(PersonFilter filter)
    {
        if (filter.Support is { } level) yield return db.People.Where(p => p.SupportLevel == level).Select(p => p.Id);
        if (filter.Priority is { } priority) yield return db.People.Where(p => p.Priority == priority).Select(p => p.Id);
        if (filter.Source is { Length: > 0 } source) yield return BySource(db.People, source).Select(p => p.Id);
        if (filter.Assignee == "me" || IsNarrowSight) yield return db.People.Where(p => p.AssigneeId == account.Id).Select(p => p.Id);
        else if (long.TryParse(filter.Assignee, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) yield return db.People.Where(p => p.AssigneeId == id).Select(p => p.Id);
    }

    private IEnumerable<IQueryable<long>> Sets(PersonFilter filter)
    {
        if (filter.List is { } list) yield return lists.Of(db, list);
        if (filter.Tag is { } tag) yield return db.PersonTags.Where(t => t.TagId == tag).Select(t => t.PersonId);
        if (filter.ConsentPurpose is { } purpose) yield return Agreed(purpose, filter);
        if (filter.Has == "mail") yield return db.PersonEmails.Where(e => !e.IsBad).Select(e => e.PersonId);
        if (sets.SingleOrDefault(s => s.Name == filter.Set) is { } set) yield return set.Of(db);
        if (filter.Place is { Length: > 0 } place) yield return places.Of(db, place);
        if (filter.Has == "phone") yield return db.PersonPhones.Where(e => !e.IsBad).Select(e => e.PersonId);
    }

    private IQueryable<long> Agreed(Purpose purpose, PersonFilter filter)
    {
        var states = db.ConsentStates.Where(s => s.Purpose == purpose && s.IsGiven);
        if (Since(filter.AgreedFrom) is { } since) states = states.Where(s => s.At >= since);
        if (Before(filter.AgreedTo) is { } before) states = states.Where(s => s.At < before);
        return states.Select(s => s.PersonId);
    }

    private DateTimeOffset? Since(DateOnly? day) => day is { Year: > 1 } first ? nation.Facts.StartOf(first) : null;

    private DateTimeOffset? Before(DateOnly? day) => day is { Year: < 9999 } last ? nation.Facts.StartOf(last.AddDays(1)) : null;
}
