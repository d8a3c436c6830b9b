namespace Preau.Exports;

public enum SheetFormat
{
    Csv,
    Xlsx,
    Parquet,
}

/// <summary>What the cells of a column are.</summary>
public enum CellKind
{
    /// <summary>A <see cref="string"/>.</summary>
    Text,

    /// <summary>A <see cref="long"/>.</summary>
    Whole,

    /// <summary>A <see cref="double"/>.</summary>
    Number,

    /// <summary>A <see cref="decimal"/> of money, in its main unit.</summary>
    Money,

    /// <summary>A <see cref="DateOnly"/>.</summary>
    Day,

    /// <summary>A <see cref="DateTimeOffset"/>, written in UTC.</summary>
    Instant,

    /// <summary>A <see cref="DateTime"/> as the clock of the campaign showed it.</summary>
    Clock,

    /// <summary>A <see cref="bool"/>.</summary>
    Flag,
}

public sealed record SheetColumn(string Name, CellKind Kind = CellKind.Text)
{
    /// <summary>Columns of text, by the sentences that are their names.</summary>
    public static IEnumerable<SheetColumn> Texts(Shared.Words words, params string[] names) => names.Select(n => new SheetColumn(words[n]));
}

/// <summary>A table that can leave as a file.</summary>
/// <param name="Name">What is in it, within the file's name: «people», «segment-3».</param>
/// <param name="Action">What the audit trail calls it: «person.exported».</param>
/// <param name="Count">How many rows it has.</param>
/// <param name="Rows">A cell a column, one row at a time, so that its size does not matter.</param>
public sealed record Sheet(string Name, string Action, IReadOnlyList<SheetColumn> Columns, Func<CancellationToken, Task<long>> Count, Func<CancellationToken, IAsyncEnumerable<object?[]>> Rows)
{
    public long? SubjectId { get; init; }

    /// <summary>What it is narrowed to, for the audit trail: never what was searched for.</summary>
    public string? About { get; init; }

    /// <summary>What separates cells in a CSV, where it is not the reader's own.</summary>
    public char? Separator { get; init; }
}

/// <summary>Who took a file out, of which campaign, when and how much: it travels in the file.</summary>
public sealed record SheetMark(string Nation, string Who, DateTimeOffset At, long Rows, string What);

/// <summary>A table that a feature lets people take out. Registered once a feature; its permission is its own.</summary>
public interface IExport
{
    /// <summary>One lower-case word, stored with a file that is being made.</summary>
    string Kind { get; }
    Accounts.Permission Needs { get; }

    /// <param name="ask">Which rows, as this export wrote it down itself: a number, the end of an address.</param>
    /// <returns>Null when there is no such thing.</returns>
    Task<Sheet?> Open(string ask, CancellationToken ct);
}
