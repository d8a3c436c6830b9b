using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Preau.People.Bulk;

namespace Preau.People.Bulk
{
    public enum BulkKind
    {
        /// <summary>Not said yet.</summary>
        None,
        Tag,
        Untag,
        Assign,
        Archive,
        SetField,
        AddToList,
        TakeFromList,
        SplitList,
        Contact,
        GivePoints,
        Membership,
    }

    public enum BulkState
    {
        /// <summary>Done. The first value, since acts of before this column were all done.</summary>
        Done,

        /// <summary>Those whom it is about are being written down.</summary>
        Gathering,

        /// <summary>They are written down; what is done, or whether, is still to be said.</summary>
        Open,
        Running,
        Cancelled,
        Failed,
        Undoing,
        Undone,
    }

    /// <summary>The same thing done to many people: whom, what, how far it is, and for a day what takes it back. What happened stands in the audit trail.</summary>
    public sealed class BulkAct : INumbered, IDerived
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public long? AccountId { get; init; }
        public BulkKind Kind { get; set; }

        /// <summary>The tag that is put on or taken off, the account that people are given to, the list that they come on to.</summary>
        public long? SubjectId { get; set; }

        /// <summary>Which field is set, as provenance names it: «support_level», «custom:skills».</summary>
        public string? Field { get; set; }

        /// <summary>What the field becomes, as a form says it; the tag's name; the number of parts. Empty takes the value away.</summary>
        public string? Value { get; set; }

        /// <summary>Where the people come from: «people?view=all», «segment:7». Forgotten when they are written down, for it may say what was searched for.</summary>
        public string? Who { get; set; }

        /// <summary>What the people are called, where they are called something.</summary>
        public string? Title { get; set; }
        public BulkState State { get; set; }
        public long Total { get; set; }

        /// <summary>How many of them were looked at, by the act and then by its undo.</summary>
        public long Done { get; set; }
        public long Changed { get; set; }
        public long Undid { get; set; }

        /// <summary>The last person of the last batch: the next one goes on after them.</summary>
        public long LastPersonId { get; set; }
        public string? Problem { get; set; }

        /// <summary>Stands in each row that it writes too: what changed again since is left as it is.</summary>
        public DateTimeOffset At { get; set; }
        public DateTimeOffset? UndoneAt { get; set; }
    }

    /// <summary>Somebody whom an act is about, as written down before it began.</summary>
    public sealed class BulkPerson : IPersonOwned, IDerived
    {
        public NationId NationId { get; set; }
        public long BulkActId { get; init; }
        public long PersonId { get; init; }
    }

    /// <summary>Somebody whom an act changed, and what stood there before.</summary>
    public sealed class BulkEffect : IPersonOwned, IDerived
    {
        public NationId NationId { get; set; }
        public long BulkActId { get; init; }
        public long PersonId { get; init; }
        public string? Before { get; init; }
    }

    public sealed class BulkPersonMap : IEntityTypeConfiguration<BulkPerson>
    {
        public void Configure(EntityTypeBuilder<BulkPerson> person) => person.HasKey(p => new { p.NationId, p.BulkActId, p.PersonId });
    }

    public sealed class BulkEffectMap : IEntityTypeConfiguration<BulkEffect>
    {
        public void Configure(EntityTypeBuilder<BulkEffect> effect) => effect.HasKey(e => new { e.NationId, e.BulkActId, e.PersonId });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<BulkAct> BulkActs => Set<BulkAct>();
        public DbSet<BulkPerson> BulkPeople => Set<BulkPerson>();
        public DbSet<BulkEffect> BulkEffects => Set<BulkEffect>();
    }
}
