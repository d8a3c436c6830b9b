using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Preau;

/// <summary>Writes the audit trail and the change feed in the transaction of the change itself, for every row that goes through the context.</summary>
public sealed class Trail(Database db, Actor actor, TimeProvider clock)
{
    private const int IdsALine = 1000;

    /// <summary>For what the change tracker does not see (bulk writes, set updates, exports, sign-ins): one audit row and a feed line a thousand people. Save afterwards.</summary>
    public void Record(string action, IReadOnlyCollection<long> personIds, string? details = null, long? subjectId = null, int? count = null)
    {
        Audit(action, subjectId, personIds.Count == 1 ? personIds.First() : null, count ?? Math.Max(personIds.Count, 1), details);
        foreach (var ids in personIds.Chunk(IdsALine).DefaultIfEmpty([])) Announce(action, subjectId, ids);
    }

    /// <summary>For reads that must be remembered, such as an export: an audit row, nothing in the feed.</summary>
    public void Note(string action, int count, string? details = null, long? subjectId = null) => Audit(action, subjectId, null, count, details);

    /// <summary>Of an edit of a person that is about to be saved: which fields it changed in rows beside the person's own, so that the line of the person names them too.</summary>
    public void Name(long personId, IEnumerable<string> fields) => named[personId] = named.TryGetValue(personId, out var before) ? before.Union(fields, StringComparer.Ordinal) : fields;

    private readonly Dictionary<long, IEnumerable<string>> named = [];
    private bool isPaused;

    /// <summary>For batches that write one line for all they do with <see cref="Record"/>, instead of one for each row.</summary>
    public IDisposable Pause()
    {
        isPaused = true;
        return new Pausing(this);
    }

    internal void Follow()
    {
        if (isPaused) return;
        var entries = db.ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && e.Entity is IOwned and not IEventRow and not IDerived).ToList();
        foreach (var entry in entries)
        {
            Audit(ActionOf(entry), SubjectOf(entry.Entity), PersonOf(entry.Entity), 1, DetailsOf(entry));
        }

        named.Clear();

        foreach (var group in entries.GroupBy(ActionOf, StringComparer.Ordinal))
        {
            var people = group.Select(e => PersonOf(e.Entity)).OfType<long>().Distinct().ToArray();
            var subject = group.Count() == 1 ? (group.Single().Entity as INumbered)?.Id : null;
            foreach (var ids in people.Chunk(IdsALine).DefaultIfEmpty([])) Announce(group.Key, subject, ids);
        }
    }

    private void Audit(string action, long? subjectId, long? personId, int count, string? details)
    {
        var now = clock.GetUtcNow();
        db.Add(new AuditEntry
        {
            Month = Months.Of(now), At = now, Actor = actor.Kind, AccountId = actor.AccountId, Action = action,
            SubjectId = subjectId, ConcernsId = personId, Count = count, Details = details,
        });
    }

    private void Announce(string kind, long? subjectId, long[] personIds)
    {
        var now = clock.GetUtcNow();
        var ids = string.Join(',', personIds.Select(i => i.ToString(CultureInfo.InvariantCulture)));
        db.Add(new Change { Month = Months.Of(now), At = now, Kind = kind, SubjectId = subjectId, PersonIds = ids });
    }

    private sealed class Pausing(Trail trail) : IDisposable
    {
        public void Dispose() => trail.isPaused = false;
    }

    private static string ActionOf(EntityEntry entry) => entry.Metadata.GetTableName() + entry.State switch
    {
        EntityState.Added => ".created",
        EntityState.Deleted => ".deleted",
        _ => ".changed",
    };

    private string? DetailsOf(EntityEntry entry) => entry.State != EntityState.Modified
        ? null
        : string.Join(", ", entry.Properties.Where(p => p.IsModified).Select(p => SnakeCase.Of(p.Metadata.Name)).Union(entry.Entity is IPerson person ? named.GetValueOrDefault(person.Id, []) : [], StringComparer.Ordinal));

    private static long? SubjectOf(object entity) => entity switch
    {
        INumbered row => row.Id,
        ISayingBy row => row.SubjectId,
        _ => null,
    };

    private static long? PersonOf(object entity) => entity switch
    {
        IPerson person => person.Id,
        IPersonOwned part => part.PersonId,
        IPerhapsPersonOwned row => row.PersonId,
        _ => null,
    };
}

/// <summary>The person row itself, which lives in a folder above this one.</summary>
public interface IPerson : INumbered;
