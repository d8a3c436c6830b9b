using Microsoft.EntityFrameworkCore;
using Preau.Memberships;

namespace Preau.Memberships
{
    public enum MembershipStatus
    {
        Active,

        /// <summary>Ran out, within the days of grace of its type.</summary>
        Grace,
        Expired,
        Suspended,
        Cancelled,
    }

    /// <summary>Somebody is, or was, a member. How it stands follows from its days, so that nothing has to be set when one runs out.</summary>
    public sealed class PersonMembership : INumbered, IPersonOwned
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public long PersonId { get; init; }
        public long MembershipTypeId { get; init; }
        public DateOnly StartedOn { get; set; }

        /// <summary>The last day of it; none where it does not end by itself.</summary>
        public DateOnly? ExpiresOn { get; set; }
        public DateOnly? SuspendedOn { get; set; }
        public DateOnly? CancelledOn { get; set; }

        /// <summary>Why it stands as it does.</summary>
        public string Reason { get; set; } = "";

        /// <summary>Where it came from: «panel», «import:3», «act:9».</summary>
        public required string Source { get; init; }
        public long? AuthorId { get; init; }
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset ChangedAt { get; set; }

        public MembershipStatus Status(DateOnly today, int graceDays) => this switch
        {
            { CancelledOn: not null } => MembershipStatus.Cancelled,
            { SuspendedOn: not null } => MembershipStatus.Suspended,
            { ExpiresOn: null } => MembershipStatus.Active,
            { ExpiresOn: { } last } => last >= today ? MembershipStatus.Active : last >= today.AddDays(-graceDays) ? MembershipStatus.Grace : MembershipStatus.Expired,
        };
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<MembershipType> MembershipTypes => Set<MembershipType>();
        public DbSet<PersonMembership> PersonMemberships => Set<PersonMembership>();
    }
}
