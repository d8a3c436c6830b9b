using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Preau.People;

namespace Preau.People
{
    /// <summary>A support level that somebody had from then on, where it came from and who wrote it down. The trail tells of it by the change of the person.</summary>
    public sealed class SupportChange : INumbered, IPersonOwned, IDerived
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public long PersonId { get; init; }

        /// <summary>None where it is not known any more.</summary>
        public int? Level { get; init; }
        public required string Source { get; init; }
        public long? AuthorId { get; init; }
        public DateTimeOffset At { get; init; }
    }

    /// <summary>Writes down each support level that goes through the context. What is written in sets writes its own (<see cref="SupportHistory"/>).</summary>
    public sealed class NoteSupport(Actor actor, TimeProvider clock) : SaveChangesInterceptor
    {
        public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
        {
            Note(eventData.Context);
            return result;
        }

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Note(eventData.Context);
            return ValueTask.FromResult(result);
        }

        private void Note(DbContext? db)
        {
            if (db is null) return;
            var changed = db.ChangeTracker.Entries<Person>().Where(e => e.State == EntityState.Added ? e.Entity.SupportLevel is not null : e.State == EntityState.Modified && e.Property(p => p.SupportLevel).IsModified).ToList();
            if (changed.Count == 0) return;
            var sources = db.ChangeTracker.Entries<Provenance>().Where(p => p.Entity.Field == SupportHistory.Field && p.State is EntityState.Added or EntityState.Modified).ToDictionary(p => p.Entity.PersonId, p => p.Entity.Source);
            foreach (var entry in changed)
            {
                var person = entry.Entity;
                db.Add(new SupportChange { PersonId = person.Id, Level = person.SupportLevel, Source = sources.GetValueOrDefault(person.Id, entry.State == EntityState.Added ? person.Source : "panel"), AuthorId = actor.AccountId, At = clock.GetUtcNow() });
            }
        }
    }

    /// <summary>One line of the history as a profile shows it.</summary>
    public sealed record SupportLine(int? Level, string Source, string? By, DateTimeOffset At);

    public static class SupportHistory
    {
        public const string Field = "support_level";

        /// <summary>For what writes levels past the context, in its transaction.</summary>
        public static async Task WriteSupport(this Database db, IReadOnlyCollection<(long PersonId, int? Level, string Source)> lines, long? authorId, DateTimeOffset at, CancellationToken ct)
        {
            if (lines.Count == 0) return;
            var id = db.Ids.Reserve("support_change", lines.Count);
            await using var rows = await db.Bulk("support_change", ["id", "person_id", "level", "source", "author_id", "at"], ct);
            foreach (var (personId, level, source) in lines) rows.Row(id++, personId, level, source, authorId, at);
            await rows.Done(ct);
        }

        /// <summary>The latest first.</summary>
        public static async Task<IReadOnlyList<SupportLine>> Of(Database db, long personId, int count, CancellationToken ct) =>
            await db.SupportChanges.Where(s => s.PersonId == personId).OrderByDescending(s => s.At).ThenByDescending(s => s.Id).Take(count)
                .Select(s => new SupportLine(s.Level, s.Source, db.Accounts.Where(a => a.Id == s.AuthorId).Select(a => a.Name).FirstOrDefault(), s.At)).ToListAsync(ct);
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<SupportChange> SupportChanges => Set<SupportChange>();
    }
}
