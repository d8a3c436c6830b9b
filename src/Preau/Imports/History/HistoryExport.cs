using System.Runtime.CompilerServices;
using Preau.Accounts;
using Preau.Exports;
using Preau.Imports.Choices;
using Preau.Shared;

namespace Preau.Imports.History;

/// <summary>The whole history as a file: the campaign's record of where its data came from (GDPR art. 30). No person of a file is in it.</summary>
public sealed class HistoryExport(ImportHistory history, Words words) : IExport
{
    public const string Name = "imports";
    private const int AtOnce = 500;
    private static readonly string[] Numbers = ["rows", "done", "created", "changed", "same", "refused", "kept_after_undo"];

    public string Kind => Name;
    public Permission Needs => Permission.ImportPeople;

    public Task<Sheet?> Open(string ask, CancellationToken ct)
    {
        SheetColumn[] columns =
        [
            new("import", CellKind.Whole), new("file"), new("sheet"), new("bytes", CellKind.Whole), new("uploaded_at", CellKind.Instant), new("ended_at", CellKind.Instant), new("by"), new("state"), new("source_kind"), new("source"),
            new("legal_basis"), new("obtained_on", CellKind.Day), .. Numbers.Select(n => new SheetColumn(n, CellKind.Whole)), new("matching"),
        ];
        return Task.FromResult<Sheet?>(new(Name, "import.exported", columns, stop => history.Count(ask, stop), stop => Rows(ask, stop)));
    }

    private async IAsyncEnumerable<object?[]> Rows(string ask, [EnumeratorCancellation] CancellationToken ct)
    {
        string? after = null;
        while (await history.Page(ask, HistoryOrder.Oldest, after, AtOnce, ct) is { Count: > 0 } rows)
        {
            foreach (var (i, by) in rows)
            {
                yield return
                [
                    i.Id, i.FileName, i.Sheet, i.Bytes, i.CreatedAt, i.EndedAt, by, EnumText<ImportState>.Of(i.State), i.OriginKind is { } kind ? words[kind.Label()] : null, i.Origin,
                    i.Basis is { } basis ? (basis == LegalBasis.Other ? i.BasisText : words[basis.Label()]) : null, i.ObtainedOn,
                    i.Total, i.Done, i.CreatedCount, i.ChangedCount, i.SameCount, i.RefusedCount, i.KeptCount, i.Matching,
                ];
            }

            after = ImportHistory.Place(rows[^1].Import);
        }
    }
}
