using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Electors.Votes;

namespace Preau.Electors.Votes
{
    /// <summary>A day on which people voted, as voter files name it.</summary>
    public sealed class Election : INumbered
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public DateOnly HeldOn { get; init; }

        /// <summary>Empty where files tell no more than the day.</summary>
        public string Name { get; init; } = "";

        /// <summary>Follows the name by itself; no two elections of one day and place share one.</summary>
        public string NameKey { get => Shared.NameKey.Of(Name); private set { } }

        /// <summary>The country or state, «US-OH»; empty where it is not said.</summary>
        public string Place { get; init; } = "";

        /// <summary>The import that named it first: its undo takes it away, where nobody's ballot is left.</summary>
        public long? SinceImportId { get; init; }
    }

    /// <summary>That somebody voted, and by which way; never for whom.</summary>
    public sealed class Ballot : IPersonOwned
    {
        public NationId NationId { get; set; }
        public long ElectionId { get; init; }
        public long PersonId { get; init; }

        /// <summary>As the file writes it: «absentee», «IN-PERSON».</summary>
        public string Method { get; set; } = "";

        /// <summary>In a primary, whose ballot it was.</summary>
        public string? Party { get; set; }
        public DateOnly? CastOn { get; set; }
        public string Source { get; set; } = "panel";
    }

    public sealed class VotesMap : IEntityTypeConfiguration<Ballot>, IEntityTypeConfiguration<VoterFacts>
    {
        public void Configure(EntityTypeBuilder<Ballot> ballot) => ballot.HasKey(b => new { b.NationId, b.ElectionId, b.PersonId });

        public void Configure(EntityTypeBuilder<VoterFacts> facts) => facts.HasKey(f => new { f.NationId, f.PersonId });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<Election> Elections => Set<Election>();
        public DbSet<Ballot> Ballots => Set<Ballot>();
        public DbSet<VoterFacts> VoterFacts => Set<VoterFacts>();
    }
}
