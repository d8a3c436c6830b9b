using Preau.Dashboard.Counting;
using Preau.Dashboard.Goals;

namespace Preau.Dashboard.Goals
{
    /// <summary>How much of something the campaign wants by a day. What is reached is counted from the first of its days.</summary>
    public sealed class Goal : INumbered
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public Measure Measure { get; set; }

        /// <summary>People, signatures; of gifts, cents.</summary>
        public long Target { get; set; }
        public DateOnly StartsOn { get; set; }
        public DateOnly DueOn { get; set; }
        public DateTimeOffset CreatedAt { get; init; }

        /// <summary>How much of its time is over when the day ends: between 0 and 1.</summary>
        public double ElapsedOn(DateOnly today) => Math.Clamp((today.DayNumber - StartsOn.DayNumber) / (double)(DueOn.DayNumber - StartsOn.DayNumber + 1), 0, 1);
    }

    public static class GoalMeasures
    {
        /// <summary>What goals can be of: everything that has a list by day.</summary>
        public static readonly Measure[] All = [Measure.Contacts, Measure.SignUps, Measure.Signatures, Measure.Gifts];

        extension(Measure measure)
        {
            /// <summary>As people call it; to translate.</summary>
            public string Label() => measure switch
            {
                Measure.Contacts => "New contacts",
                Measure.News => "Want news",
                Measure.Unwritten => "Agreed to news and never got a mail",
                Measure.SignUps => "Sign-ups",
                Measure.Signatures => "Signatures",
                Measure.Gifts => "Money raised",
            };
        }
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public Microsoft.EntityFrameworkCore.DbSet<Goal> Goals => Set<Goal>();
    }
}
