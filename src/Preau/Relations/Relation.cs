using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.People;
using Preau.Relations;

namespace Preau.Relations
{
    /// <summary>What somebody is to a person, as that person's row. The other person has a row of their own that says it the other way round.</summary>
    public sealed class Relation : INumbered, IPersonOwned
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public long PersonId { get; init; }
        public long OtherPersonId { get; init; }

        /// <summary>What the other one is to the person: «parent», «employer», «own:3:a» (<see cref="RelationRole.Code"/>).</summary>
        public required string Role { get; init; }

        /// <summary>More of it in a word or two: «head of the office».</summary>
        public string Title { get; set; } = "";
        public DateOnly? Since { get; set; }
        public DateOnly? Until { get; set; }
        public long? AccountId { get; set; }
        public DateTimeOffset CreatedAt { get; set; }

        /// <summary>Taken away; it can return for a while, and is nowhere until then.</summary>
        public DateTimeOffset? RemovedAt { get; set; }
    }

    /// <summary>A kind of relation that the campaign added, with its name either way.</summary>
    public sealed class RelationType : INumbered
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public required string Name { get; init; }
        public required string Reverse { get; init; }

        /// <summary>The first stands above the second, so that nobody can stand above themselves.</summary>
        public bool IsHierarchical { get; init; }
        public DateTimeOffset CreatedAt { get; init; }
    }

    public sealed class RelationMap : IEntityTypeConfiguration<Relation>
    {
        public const string RemovedFilter = "removed";

        public void Configure(EntityTypeBuilder<Relation> relation)
        {
            relation.HasQueryFilter(RemovedFilter, r => r.RemovedAt == null);
            relation.HasOne<Person>().WithMany().HasForeignKey(r => new { r.NationId, r.OtherPersonId });
            relation.HasIndex(r => new { r.NationId, r.PersonId, r.Role, r.OtherPersonId }).IsUnique();
        }
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<Relation> Relations => Set<Relation>();
        public DbSet<RelationType> RelationTypes => Set<RelationType>();
    }
}
