using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Duplicates;

namespace Preau.Duplicates
{
    public enum PairState
    {
        Open,

        /// <summary>Somebody said that they are two people: never suggested again, until that is taken back.</summary>
        Distinct,
    }

    /// <summary>Two records that may be one person, and what speaks for it.</summary>
    public sealed class Duplicate : IPersonOwned, IDerived
    {
        public NationId NationId { get; set; }

        /// <summary>The lower of the two numbers.</summary>
        public long PersonId { get; init; }
        public long OtherPersonId { get; init; }
        public int Score { get; set; }

        /// <summary>Short words with commas between them (<see cref="Reason"/>).</summary>
        public required string Reasons { get; set; }
        public bool IsSure { get; set; }
        public PairState State { get; set; }
        public DateTimeOffset FoundAt { get; set; }
        public DateTimeOffset? DecidedAt { get; set; }
        public long? AccountId { get; set; }
    }

    public sealed class DuplicateMap : IEntityTypeConfiguration<Duplicate>
    {
        public void Configure(EntityTypeBuilder<Duplicate> pair) => pair.HasKey(d => new { d.NationId, d.PersonId, d.OtherPersonId });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<Duplicate> Duplicates => Set<Duplicate>();
    }
}
