using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Exports;
using Preau.Shared;

namespace Preau.Actions;

/// <summary>Who sent the form of a page, as a file.</summary>
public sealed class SignatureExport(Database db, ActionTotals totals, CurrentNation nation, Words words) : IExport
{
    private const string Name = "signatures";

    public string Kind => Name;
    public Permission Needs => Permission.ExportSignatures;

    public async Task<Sheet?> Open(string ask, CancellationToken ct)
    {
        var id = long.Parse(ask, NumberStyles.None, CultureInfo.InvariantCulture);
        if (!await db.SitePages.AnyAsync(p => p.GroupId == id, ct) && !await db.ActionsTaken.AnyAsync(a => a.PageGroupId == id, ct)) return null;
        SheetColumn[] columns = [new(words["Number"], CellKind.Whole), new(words["Name"]), new(words["When"], CellKind.Day), new(words["Name public"]), new(words["Comment"])];
        return new($"page-{ask}", "signatures.exported", columns, stop => totals.Of(id, stop), stop => Rows(id, stop)) { SubjectId = id };
    }

    private async IAsyncEnumerable<object?[]> Rows(long id, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in SignaturesPage.Lines(db, id, after: null).AsAsyncEnumerable().WithCancellation(ct))
            yield return [row.PersonId, row.Name, nation.Facts.DayOf(row.At), words[row.IsNamePublic ? "Yes" : "No"], row.Comment ?? ""];
    }

    public static Task<ExportAnswer> Send(long id, string format, SendExport send, CancellationToken ct) => send.Answer(Name, id.ToString(CultureInfo.InvariantCulture), format, ct);
}

public static class SignatureRoutes
{
    public static void MapActions(this IEndpointRouteBuilder app) => app.MapGet("/pages/{id:long}/signatures.{format}", SignatureExport.Send).Needs(Permission.ExportSignatures);
}
