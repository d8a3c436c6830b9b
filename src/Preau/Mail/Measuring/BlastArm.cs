using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Mail.Measuring;

namespace Preau.Mail.Measuring
{
    /// <summary>One of the groups of a blast's audience that are compared; of a blast that compares nothing there are none. Written in the transactions that move deliveries, as <see cref="BlastTotal"/> is.</summary>
    public sealed class BlastArm : IOwned, IDerived
    {
        public NationId NationId { get; set; }
        public long BlastId { get; init; }

        /// <summary>That of the version that the lot gave them; <see cref="MailDelivery.Undecided"/> for those who got theirs by no lot, <see cref="DrawLots.HeldOut"/> for those who are held out.</summary>
        public int Place { get; init; }

        /// <summary>Whatever became of the message on its way to them.</summary>
        public long People { get; set; }
        public long Clicked { get; set; }
        public long Unsubscribed { get; set; }

        /// <summary>The <see cref="Place"/> of a delivery.</summary>
        public static int Of(DeliveryState state, bool isRest, int version) => state == DeliveryState.HeldOut ? DrawLots.HeldOut : isRest ? MailDelivery.Undecided : version;

        /// <summary>Counts this part of an audience, whose lots are drawn, in the transaction that wrote it.</summary>
        public static Task Count(Database db, Blast blast, long after, long last, CancellationToken ct) =>
            db.Execute("Mail/Measuring/CountArms", ct, ("month", blast.Month), ("blast_id", blast.Id), ("after", after), ("last", last));

        /// <summary>Some of its people moved, or did something: in the transaction that writes it.</summary>
        /// <returns>Nought where there is no such group.</returns>
        public static Task<int> Add(Database db, long blastId, int place, long people, long clicked, long unsubscribed, CancellationToken ct) => db.BlastArms.Where(a => a.BlastId == blastId && a.Place == place)
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.People, a => a.People + people).SetProperty(a => a.Clicked, a => a.Clicked + clicked).SetProperty(a => a.Unsubscribed, a => a.Unsubscribed + unsubscribed), ct);
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
