using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Mail.Automatic.Newsletters;

namespace Preau.Mail.Automatic.Newsletters
{
    public enum NewsletterSource
    {
        /// <summary>News items of the campaign's own site.</summary>
        Posts,

        /// <summary>A feed, RSS or Atom, anywhere.</summary>
        Feed,

        /// <summary>Its text alone, the same each time.</summary>
        Text,
    }

    public enum Cadence
    {
        Weekly,
        Monthly,
    }

    public enum IssueOutcome
    {
        Made,

        /// <summary>Nothing was new, so nothing was sent.</summary>
        Nothing,

        /// <summary>The feed could not be read; it is tried again within the hour.</summary>
        Trouble,
    }

    /// <summary>A mail that comes back: each issue is a blast of its own, made of its text and of what is new since the last one.</summary>
    public sealed class Newsletter : INumbered
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }

        /// <summary>Its text, its subject, whom it is for: a blast that is never sent.</summary>
        public long BlastId { get; set; }
        public NewsletterSource Source { get; set; }
        public string? FeedUrl { get; set; }
        public Cadence Cadence { get; set; }

        /// <summary>Of the week, from 1 for Monday; of the month, up to 28, which each month has.</summary>
        public int Day { get; set; } = 5;
        public int Hour { get; set; } = 9;

        /// <summary>An issue leaves without anybody looking at it; else it is a draft that waits for somebody.</summary>
        public bool IsByItself { get; set; }
        public bool IsOn { get; set; }
        public DateTimeOffset? NextAt { get; set; }
        public DateTimeOffset? LastAt { get; set; }
        public IssueOutcome? Outcome { get; set; }
        public string? Trouble { get; set; }
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset ChangedAt { get; set; }

        /// <summary>The first of its days after an instant, at its hour of a wall clock: a change of the clock moves the instant, not the hour.</summary>
        public DateTimeOffset NextAfter(DateTimeOffset after, TimeZoneInfo zone)
        {
            for (var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(after, zone).DateTime); ; day = day.AddDays(1))
            {
                if (Cadence == Cadence.Weekly ? (int)day.DayOfWeek != Day % 7 : day.Day != Day) continue;
                var wall = day.ToDateTime(new TimeOnly(Hour, 0));
                var at = new DateTimeOffset(wall, zone.GetUtcOffset(wall)).ToUniversalTime();
                if (at > after) return at;
            }
        }
    }

    public sealed class NewsletterItem : IOwned
    {
        public NationId NationId { get; set; }
        public long NewsletterId { get; init; }
        public required string ItemKey { get; init; }
        public DateTimeOffset At { get; init; }
    }

    public sealed class NewsletterItemMap : IEntityTypeConfiguration<NewsletterItem>
    {
        public void Configure(EntityTypeBuilder<NewsletterItem> item) => item.HasKey(i => new { i.NationId, i.NewsletterId, i.ItemKey });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<Newsletter> Newsletters => Set<Newsletter>();
        public DbSet<NewsletterItem> NewsletterItems => Set<NewsletterItem>();
    }
}
