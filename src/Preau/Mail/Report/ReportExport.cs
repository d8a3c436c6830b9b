using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Exports;
using Preau.Shared;

namespace Preau.Mail.Report;

/// <summary>The numbers of a mail's report as a file, a line each: nobody's name.</summary>
public sealed class ReportExport(Database db, ReportLines lines, Words words) : IExport
{
    private const string Name = "report";

    public string Kind => Name;
    public Permission Needs => Permission.ViewMail;

    /// <param name="ask">The blast's number.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Sheet?> Open(string ask, CancellationToken ct)
    {
        var id = long.Parse(ask, NumberStyles.None, CultureInfo.InvariantCulture);
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return null;
        var rows = await lines.Run(blast, await db.BlastTotals.AsNoTracking().SingleOrDefaultAsync(t => t.BlastId == id, ct) ?? new(), ct);
        SheetColumn[] columns =
        [
            .. SheetColumn.Texts(words, "Part of the report", "What it is a number of", "What is counted"), new(words["Number"], CellKind.Number), new(words["At least"], CellKind.Number), new(words["At most"], CellKind.Number), new(words["What the range is"]),
        ];
        return new($"mail-{ask}-report", "blast.exported", columns, _ => Task.FromResult<long>(rows.Count), _ => rows.Select(r => (object?[])[r.Part, r.Of, r.Measure, r.Number, r.Low, r.High, r.Range]).ToAsyncEnumerable()) { SubjectId = id };
    }

    public static Task<ExportAnswer> Send(long id, string format, SendExport send, CancellationToken ct) => send.Answer(Name, id.ToString(CultureInfo.InvariantCulture), format, ct);
}
