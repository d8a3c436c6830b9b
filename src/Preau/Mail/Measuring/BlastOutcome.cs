using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Mail.Measuring;

namespace Preau.Mail.Measuring
{
    /// <summary>What one group of a large blast's audience did, as it was counted last (<see cref="CountOutcomes"/>): all that <see cref="ArmOutcome"/> has, of one instant.</summary>
    public sealed class BlastOutcome : IOwned, IDerived
    {
        public NationId NationId { get; set; }
        public long BlastId { get; init; }

        /// <summary>As <see cref="BlastArm.Place"/>.</summary>
        public int Place { get; init; }
        public long People { get; private set; }
        public long Acted { get; private set; }
        public long Came { get; private set; }
        public long Signatures { get; private set; }
        public long SignedUp { get; private set; }
        public long Gave { get; private set; }
        public long Cents { get; private set; }
        public double Squares { get; private set; }
        public long Linked { get; private set; }
        public long LinkedCents { get; private set; }
        public long LinkedSignatures { get; private set; }
        public long LinkedSignedUp { get; private set; }

        /// <summary>Null where they were counted before that was known.</summary>
        public long? LinkedGave { get; private set; }
        public double? LinkedSquares { get; private set; }
        public long Clicked { get; private set; }
        public long Unsubscribed { get; private set; }
        public long Complained { get; private set; }
        public DateTimeOffset CountedAt { get; private set; }

        public ArmOutcome Read() => new(People, Acted, Came, Signatures, SignedUp, Gave, Cents, Squares, Linked, LinkedCents, LinkedSignatures, LinkedSignedUp, Clicked, Unsubscribed, Complained) { LinkedGave = LinkedGave ?? 0, LinkedSquares = LinkedSquares ?? 0, KnowsKinds = LinkedGave is not null };

        public void Write(ArmOutcome counted, DateTimeOffset at) => (People, Acted, Came, Signatures, SignedUp, Gave, Cents, Squares, Linked, LinkedCents, LinkedSignatures, LinkedSignedUp, LinkedGave, LinkedSquares, Clicked, Unsubscribed, Complained, CountedAt) = (
            counted.People, counted.Acted, counted.Came, counted.Signatures, counted.SignedUp, counted.Gave, counted.Cents, counted.Squares, counted.Linked, counted.LinkedCents, counted.LinkedSignatures, counted.LinkedSignedUp, counted.LinkedGave, counted.LinkedSquares, counted.Clicked, counted.Unsubscribed, counted.Complained, at);
    }

    public sealed class BlastOutcomeMap : IEntityTypeConfiguration<BlastOutcome>
    {
        public void Configure(EntityTypeBuilder<BlastOutcome> outcome) => outcome.HasKey(o => new { o.NationId, o.BlastId, o.Place });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<BlastOutcome> BlastOutcomes => Set<BlastOutcome>();
    }
}
