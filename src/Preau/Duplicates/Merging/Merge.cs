using Microsoft.EntityFrameworkCore;
using Preau.Duplicates;

namespace Preau.Duplicates
{
    /// <summary>Two records that became one, and what takes it back for as long as that is offered.</summary>
    public sealed class Merge : INumbered, IPersonOwned
    {
        /// <summary>How long it can be undone; then what undoes it is forgotten.</summary>
        public static readonly TimeSpan Life = TimeSpan.FromDays(90);

        public NationId NationId { get; set; }
        public long Id { get; set; }

        /// <summary>Who has it all now: another than <see cref="KeptId"/> where that one was merged in turn.</summary>
        public long PersonId { get; init; }
        public long KeptId { get; init; }
        public long GoneId { get; init; }
        public required string GoneName { get; set; }

        /// <summary>What was done, row by row (<see cref="MergeLog"/>); empty once it is undone or too old. Personal data, shown nowhere.</summary>
        public required string Undo { get; set; }

        /// <summary>What an undo left with the kept person, because it came or changed in between: names of tables and fields, no values.</summary>
        public string? Stayed { get; set; }
        public long? AccountId { get; init; }
        public DateTimeOffset At { get; init; }
        public DateTimeOffset? UndoneAt { get; set; }
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<Merge> Merges => Set<Merge>();

        /// <summary>Whether this record may be made two again. The consents that it shows may then be the other's alone: what the person says now is written down all the same.</summary>
        public Task<bool> MayBeTwoAgain(long personId, CancellationToken ct) => Merges.AnyAsync(m => m.PersonId == personId && m.UndoneAt == null && m.Undo != "", ct);
    }
}
