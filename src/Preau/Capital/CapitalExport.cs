using System.Runtime.CompilerServices;
using Preau.Accounts;
using Preau.Exports;
using Preau.Shared;

namespace Preau.Capital;

/// <summary>People and their points as a file, most first.</summary>
public sealed class CapitalExport(CapitalBoard board, Words words) : IExport
{
    public const string Name = "capital";
    private const int BatchSize = 1000;

    public string Kind => Name;
    public Permission Needs => Permission.ExportCapital;

    public Task<Sheet?> Open(string ask, CancellationToken ct)
    {
        var order = EnumText<BoardOrder>.TryParse(ask, out var asked) ? asked : BoardOrder.Balance;
        SheetColumn[] columns =
        [
            new(words["Person number"], CellKind.Whole), .. SheetColumn.Texts(words, "First name", "Last name"), new(words["Points"], CellKind.Money), new(words["Points earned"], CellKind.Money), new(words["Points spent"], CellKind.Money),
        ];
        return Task.FromResult<Sheet?>(new(Name, "capital_balance.exported", columns, board.Count, stop => Rows(order, stop)));
    }

    private async IAsyncEnumerable<object?[]> Rows(BoardOrder order, [EnumeratorCancellation] CancellationToken ct)
    {
        (long, long)? after = null;
        while (await board.Page(order, after, BatchSize, ct) is { Count: > 0 } rows)
        {
            foreach (var row in rows) yield return [row.PersonId, row.FirstName, row.LastName, row.BalanceCents / 100m, row.EarnedCents / 100m, row.SpentCents / 100m];
            after = (rows[^1].In(order), rows[^1].PersonId);
        }
    }

    public static Task<ExportAnswer> Send(string format, string? order, SendExport send, CancellationToken ct) => send.Answer(Name, order ?? "", format, ct);
}
