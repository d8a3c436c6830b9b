using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Capital;

namespace Preau.Capital
{
    /// <summary>A line of somebody's ledger of points. Never changed and never removed: what was wrong is answered by a line that reverses it.</summary>
    public sealed class CapitalEntry : INumbered, IPersonOwned
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public long PersonId { get; init; }

        /// <summary>Hundredths of a point; below nought where points were spent, or where a line takes earned ones back.</summary>
        public long AmountCents { get; init; }

        /// <summary>Whether the line counts among what was spent rather than what was earned; a reversal counts where its line did.</summary>
        public bool IsSpending { get; init; }
        public long? CapitalTypeId { get; init; }
        public string Reason { get; init; } = "";

        /// <summary>What it was for: «panel», «page:12», «gift:7», «import:3», «act:9».</summary>
        public required string Source { get; init; }

        /// <summary>The account that gave or took them; nobody where they came by themselves.</summary>
        public long? AuthorId { get; init; }
        public DateTimeOffset At { get; init; }

        /// <summary>The line that this one takes back; a line is taken back once.</summary>
        public long? ReversesId { get; init; }

        /// <summary>One a form: pressing its button twice gives once.</summary>
        public string? EntryKey { get; init; }
    }

    /// <summary>What the ledger of somebody adds up to, kept where lines are written, so that nothing adds them up.</summary>
    public sealed class CapitalBalance : IPersonOwned, IDerived
    {
        public NationId NationId { get; set; }
        public long PersonId { get; init; }
        public long BalanceCents { get; set; }
        public long EarnedCents { get; set; }
        public long SpentCents { get; set; }
    }

    public sealed class CapitalBalanceMap : IEntityTypeConfiguration<CapitalBalance>
    {
        public void Configure(EntityTypeBuilder<CapitalBalance> balance) => balance.HasKey(b => new { b.NationId, b.PersonId });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<CapitalType> CapitalTypes => Set<CapitalType>();
        public DbSet<CapitalEntry> CapitalEntries => Set<CapitalEntry>();
        public DbSet<CapitalBalance> CapitalBalances => Set<CapitalBalance>();
    }
}
