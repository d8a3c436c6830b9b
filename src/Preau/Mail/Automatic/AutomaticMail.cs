using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Mail.Automatic;

namespace Preau.Mail.Automatic
{
    public enum AutomaticKind
    {
        /// <summary>Answers at once what somebody did on a page; it belongs to no list.</summary>
        Answer,

        /// <summary>Goes out some days later, as a message of the campaign.</summary>
        FollowUp,

        /// <summary>Goes out once a year, on the day on which somebody was born.</summary>
        Birthday,

        /// <summary>Goes out once a year, on the day on which somebody signed up.</summary>
        Anniversary,

        /// <summary>Goes out once a year to members, on the day on which they became one.</summary>
        Membership,
    }

    /// <summary>What makes a follow-up needless.</summary>
    public enum FollowGoal
    {
        None,

        /// <summary>They have given; behind a gift, once more.</summary>
        Gift,

        /// <summary>They signed, or signed up, on another page.</summary>
        Page,
    }

    /// <summary>A mail that goes out by itself. Its text is a blast that is never sent.</summary>
    public sealed class AutomaticMail : INumbered, ITellsOfGifts
    {
        public const int MostDays = 365;

        public NationId NationId { get; set; }
        public long Id { get; set; }
        public AutomaticKind Kind { get; init; }

        /// <summary>The page, in one language, on which somebody acts; null for what a calendar brings.</summary>
        public long? PageId { get; init; }

        /// <summary>That page takes gifts.</summary>
        public bool TellsOfGifts { get; init; }

        /// <summary>Its text.</summary>
        public long BlastId { get; set; }
        public bool IsOn { get; set; }

        /// <summary>How long after the act a follow-up goes out, and at what hour of the campaign's clock.</summary>
        public int Days { get; set; } = 3;
        public int Hour { get; set; } = 9;
        public FollowGoal Goal { get; set; }

        /// <summary>The page of the goal, in all its languages.</summary>
        public long? GoalGroupId { get; set; }

        /// <summary>The last day whose people were looked for.</summary>
        public DateOnly? RanOn { get; set; }
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset ChangedAt { get; set; }

        public bool IsYearly => ComesYearly(Kind);

        public static bool ComesYearly(AutomaticKind kind) => kind is not (AutomaticKind.Answer or AutomaticKind.FollowUp);

        /// <summary>Its hour of a day on a wall clock; an hour that the clock jumps over or strikes twice is none of those that can be chosen.</summary>
        public DateTimeOffset At(DateOnly day, TimeZoneInfo zone)
        {
            var wall = day.ToDateTime(new TimeOnly(Hour, 0));
            return new DateTimeOffset(wall, zone.GetUtcOffset(wall)).ToUniversalTime();
        }
    }

    public enum TurnState
    {
        /// <summary>Their time is not there yet, or it is paused.</summary>
        Waiting,

        /// <summary>The answer is being handed over. Where no end follows, it may have arrived: it is never sent again by itself.</summary>
        Leaving,

        /// <summary>The relay took the answer.</summary>
        Sent,

        /// <summary>The relay refused the answer for good.</summary>
        Refused,

        /// <summary>It was not written: the address is shut, too much went there within the hour, the gift went back.</summary>
        Skipped,

        /// <summary>They did what it was to move them to.</summary>
        Reached,

        /// <summary>They are in the audience of a blast, which asks the last question of each.</summary>
        Given,
    }

    /// <summary>The turn of one person in an automatic mail. Its key is what makes each go out once: a second form, and a second run, find it.</summary>
    public sealed class AutomaticTurn : IPersonOwned
    {
        public NationId NationId { get; set; }
        public long AutomaticMailId { get; init; }
        public long PersonId { get; init; }

        /// <summary>The year of what comes back each year; else nought.</summary>
        public int Round { get; init; }
        public TurnState State { get; set; }
        public DateTimeOffset DueAt { get; init; }

        /// <summary>When it came into its state.</summary>
        public DateTimeOffset At { get; set; }

        /// <summary>Of an answer, what was typed with the form. It says nothing else of the person: nobody has proved whose address they typed.</summary>
        public string? FirstName { get; init; }
        public string? LastName { get; init; }
        public string? Address { get; init; }

        /// <summary>Of the mailbox that it most likely lies in (<see cref="Shared.EmailAddress.MailboxKey"/>), which is not flooded by more spellings than one.</summary>
        public string? AddressKey { get; init; }

        /// <summary>What the relay said, or why it was skipped.</summary>
        public string? Answer { get; set; }

        /// <summary>The blast whose audience they are in.</summary>
        public long? BlastId { get; set; }
    }

    public sealed class AutomaticMap : IEntityTypeConfiguration<AutomaticMail>, IEntityTypeConfiguration<AutomaticTurn>
    {
        public void Configure(EntityTypeBuilder<AutomaticMail> mail) => mail.Ignore(m => m.IsYearly);

        public void Configure(EntityTypeBuilder<AutomaticTurn> turn) => turn.HasKey(t => new { t.NationId, t.AutomaticMailId, t.PersonId, t.Round });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<AutomaticMail> AutomaticMails => Set<AutomaticMail>();
        public DbSet<AutomaticTurn> AutomaticTurns => Set<AutomaticTurn>();
    }
}
