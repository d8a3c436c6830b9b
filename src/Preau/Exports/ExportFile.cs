using Preau.Exports;

namespace Preau.Exports
{
    public enum ExportState
    {
        Waiting,
        Writing,
        Ready,
        Cancelled,
        Failed,
    }

    /// <summary>A large file that is made in the background and waits for whoever asked for it, for a day.</summary>
    public sealed class ExportFile : INumbered, IDerived
    {
        public NationId NationId { get; set; }
        public long Id { get; set; }
        public long? AccountId { get; init; }

        /// <summary>Of the <see cref="IExport"/> that it comes from.</summary>
        public required string Kind { get; init; }

        /// <summary>Which rows; forgotten when they are written, for it may say what was searched for.</summary>
        public string Ask { get; set; } = "";
        public SheetFormat Format { get; init; }

        /// <summary>As the reader's browser saves it.</summary>
        public required string FileName { get; init; }

        /// <summary>Below the data folder.</summary>
        public required string Path { get; init; }

        /// <summary>What it holds, as its author reads it.</summary>
        public required string Title { get; init; }
        public required string Language { get; init; }
        public ExportState State { get; set; }
        public long Total { get; set; }
        public long Done { get; set; }
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset? EndedAt { get; set; }
    }
}

namespace Preau
{
    public sealed partial class Database
    {
        public Microsoft.EntityFrameworkCore.DbSet<ExportFile> ExportFiles => Set<ExportFile>();
    }
}
