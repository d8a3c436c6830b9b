using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Mail.Measuring;

namespace Preau.Mail.Measuring
{
    /// <summary>One of the groups of a blast's audience that are compared; of a blast that compares nothing there are none. Moved with its deliveries (<see cref="MoveArms"/>), as <see cref="BlastTotal"/> is.</summary>
    public sealed class BlastArm : IOwned, IDerived
    {
        public NationId NationId { get; set; }
        public long BlastId { get; init; }

        /// <summary>That of the version that the lot gave them, and of the wave (<see cref="At"/>); <see cref="MailDelivery.Undecided"/> for those who got theirs by no lot, <see cref="DrawLots.HeldOut"/> for those who are held out.</summary>
        public int Place { get; init; }

        /// <summary>Whatever became of the message on its way to them.</summary>
        public long People { get; set; }
        public long Clicked { get; set; }
        public long Unsubscribed { get; set; }

        /// <summary>Called it spam, whether or not they unsubscribed as well.</summary>
        public long Complained { get; set; }

        /// <summary>The <see cref="Place"/> of a delivery.</summary>
        public static int Of(DeliveryState state, bool isRest, int version, int wave) => state == DeliveryState.HeldOut ? DrawLots.HeldOut : isRest ? MailDelivery.Undecided : At(wave, version);

        /// <summary>The <see cref="Place"/> of those for whom a version was drawn in this wave. Statements in SQL say the same: wave * 4 + version.</summary>
        public static int At(int wave, int version) => wave * VersionsOf.Most + version;
    }

    public sealed class BlastArmMap : IEntityTypeConfiguration<BlastArm>
    {
        public void Configure(EntityTypeBuilder<BlastArm> arm) => arm.HasKey(a => new { a.NationId, a.BlastId, a.Place });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<BlastArm> BlastArms => Set<BlastArm>();
    }
}
