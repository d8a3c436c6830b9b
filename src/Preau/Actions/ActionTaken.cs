using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.Actions;

namespace Preau.Actions
{
    public enum ActionKind
    {
        SignUp,
        Signature,
    }

    /// <summary>Something that a person did on a page of the site. Once a person and page, in whichever language.</summary>
    public sealed class ActionTaken : INumbered, IPersonOwned
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public long PersonId { get; init; }

        /// <summary>The page in all its languages (<see cref="Site.SitePage.GroupId"/>).</summary>
        public long PageGroupId { get; init; }

        /// <summary>As it was called then: the page may go, what people did on it stays.</summary>
        public required string PageTitle { get; init; }
        public ActionKind Kind { get; init; }

        /// <summary>As it was typed with the form; the only name that the site shows, since nobody has proved whose address they typed.</summary>
        public string NameTyped { get; set; } = "";

        /// <summary>Ticked by the person; without it their name is shown to nobody.</summary>
        public bool IsNamePublic { get; set; }
        public string? Comment { get; set; }
        public DateTimeOffset At { get; init; }
    }

    /// <summary>How many took the action of a page: kept where actions are written, so that nothing counts them.</summary>
    public sealed class PageTotal : IOwned, IDerived
    {
        public NationId NationId { get; set; }
        public long PageGroupId { get; init; }
        public long Count { get; set; }
    }

    /// <summary>What the form of a page does besides.</summary>
    public sealed class PageFormOptions : IOwned
    {
        public NationId NationId { get; set; }
        public long PageGroupId { get; init; }

        /// <summary>Put on everybody who sends the form; with commas between them.</summary>
        public string Tags { get; set; } = "";
    }

    public sealed class PageTotalMap : IEntityTypeConfiguration<PageTotal>
    {
        public void Configure(EntityTypeBuilder<PageTotal> total) => total.HasKey(t => new { t.NationId, t.PageGroupId });
    }

    public sealed class PageFormOptionsMap : IEntityTypeConfiguration<PageFormOptions>
    {
        public void Configure(EntityTypeBuilder<PageFormOptions> options) => options.HasKey(o => new { o.NationId, o.PageGroupId });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<ActionTaken> ActionsTaken => Set<ActionTaken>();
        public DbSet<PageTotal> PageTotals => Set<PageTotal>();
        public DbSet<PageFormOptions> PageFormOptions => Set<PageFormOptions>();
    }
}
