using Microsoft.EntityFrameworkCore;
using Preau.Imports.Named;

namespace Preau.Imports.Named
{
    /// <summary>What somebody whom a row names is to the person of the row.</summary>
    public enum NamedAs
    {
        Recruiter,
        Assistant,
        PointPerson,
    }

    public enum NamingState
    {
        /// <summary>The rows are not all in yet: who is named may still come.</summary>
        Waiting,
        Nobody,

        /// <summary>Several people have the mail address.</summary>
        Several,
        Themselves,

        /// <summary>Somebody would come to stand above themselves.</summary>
        Circle,
    }

    /// <param name="Number">In NationBuilder.</param>
    /// <param name="Text">A mail address or a name.</param>
    public sealed record SaidNaming(NamedAs As, string? Number, string? Text);

    /// <summary>That a row of a file names somebody. It goes once they are found, and stays with the reason where they are not.</summary>
    public sealed class ImportNaming : IPersonOwned, IDerived
    {
        public NationId NationId { get; set; }
        public long ImportId { get; init; }
        public long Line { get; init; }
        public NamedAs NamedAs { get; init; }

        /// <summary>The person of the row.</summary>
        public long PersonId { get; init; }
        public string? Number { get; init; }
        public string? Said { get; init; }
        public NamingState State { get; set; }
    }

    public sealed class ImportNamingMap : IEntityTypeConfiguration<ImportNaming>
    {
        public void Configure(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<ImportNaming> naming) => naming.HasKey(n => new { n.NationId, n.ImportId, n.Line, n.NamedAs });
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public DbSet<ImportNaming> ImportNamings => Set<ImportNaming>();
    }
}
