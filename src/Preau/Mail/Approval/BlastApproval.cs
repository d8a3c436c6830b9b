using Preau.Mail.Approval;

namespace Preau.Mail.Approval
{
    public enum ApprovalState
    {
        Waiting,
        Approved,
        SentBack,

        /// <summary>Taken back by who asked, or asked anew since.</summary>
        Withdrawn,
    }

    /// <summary>Somebody asked that a second person look at a message before it leaves. It is about the message as it was then: <see cref="Mark"/>.</summary>
    public sealed class BlastApproval : INumbered
    {
        public const int LongestNote = 1000;

        /// <summary>Nobody's account: it was asked for a message that nobody wrote.</summary>
        public const long Program = 0;

        public NationId NationId { get; set; }
        public long Id { get; set; }
        public long BlastId { get; init; }
        public ApprovalState State { get; set; }

        /// <summary>Of everything that is sent, as <see cref="ContentMark"/> made it.</summary>
        public required string Mark { get; init; }

        /// <summary>How many it reached when it was asked for.</summary>
        public long People { get; init; }

        /// <summary>The hour that was asked for; null is as soon as it is approved.</summary>
        public DateTimeOffset? SendAt { get; init; }
        public long AskedBy { get; init; }
        public DateTimeOffset AskedAt { get; init; }
        public string? AskedNote { get; init; }
        public long? DecidedBy { get; set; }

        /// <summary>Of an approved one, the instant in which sending was decided: <see cref="Blast.ChangedAt"/> says the same until somebody touches the message.</summary>
        public DateTimeOffset? DecidedAt { get; set; }
        public string? DecidedNote { get; set; }
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public Microsoft.EntityFrameworkCore.DbSet<BlastApproval> BlastApprovals => Set<BlastApproval>();
    }
}
