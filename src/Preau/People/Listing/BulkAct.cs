using System.Globalization;
using Preau.People.Listing;

namespace Preau.People.Listing
{
    public enum BulkKind
    {
        Tag,
        Untag,
        Assign,
        Archive,
    }

    /// <summary>What was done to many people at once, for as long as it can be taken back. What happened stands in the audit trail.</summary>
    public sealed class BulkAct : INumbered, IDerived
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public long? AccountId { get; init; }
        public BulkKind Kind { get; init; }

        /// <summary>The tag that was put on or taken off, or the account that people were given to.</summary>
        public long? SubjectId { get; init; }

        /// <summary>Stands in each row that was written too: what changed again since is left as it is.</summary>
        public DateTimeOffset At { get; init; }

        /// <summary>Those whom it changed, as numbers; with the account that looked after them before: «12:3,15:,16».</summary>
        public string People { get; private set; } = "";
        public DateTimeOffset? UndoneAt { get; set; }

        public void Add(IEnumerable<(long PersonId, long? Before)> done) => People = string.Join(',',
            [.. People.Split(',', StringSplitOptions.RemoveEmptyEntries), .. done.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.PersonId}:{d.Before}"))]);

        public IEnumerable<(long PersonId, long? Before)> Done() => People.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(d => d.Split(':') switch
        {
            [var id, { Length: > 0 } before] => (long.Parse(id, CultureInfo.InvariantCulture), (long?)long.Parse(before, CultureInfo.InvariantCulture)),
            [var id, ..] => (long.Parse(id, CultureInfo.InvariantCulture), null),
            _ => throw new System.Diagnostics.UnreachableException(),
        });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public Microsoft.EntityFrameworkCore.DbSet<BulkAct> BulkActs => Set<BulkAct>();
    }
}
