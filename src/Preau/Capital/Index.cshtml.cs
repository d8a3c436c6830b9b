using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Capital;

/// <summary>Who has how many points, most first.</summary>
[Needs(Permission.ViewSegments)]
public sealed class IndexPage(CapitalBoard board, Words words) : PageModel
{
    private const int PageSize = 50;

    public BoardOrder Order { get; private set; }
    public IReadOnlyList<BoardRow> Rows { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);

    public IReadOnlyList<Tab> Tabs =>
    [
        new(words["By what is left"], "/capital", Order == BoardOrder.Balance), new(words["By what was earned"], "/capital?by=earned", Order == BoardOrder.Earned), new(words["By what was spent"], "/capital?by=spent", Order == BoardOrder.Spent),
    ];

    public async Task OnGet(string? by, string? after, CancellationToken ct)
    {
        Order = EnumText<BoardOrder>.TryParse(by, out var order) ? order : BoardOrder.Balance;
        var rows = await board.Page(Order, CapitalBoard.Read(after), PageSize + 1, ct);
        Rows = [.. rows.Take(PageSize)];
        var here = $"/capital?by={EnumText<BoardOrder>.Of(Order)}";
        Pager = new(after is null ? null : here, rows.Count > PageSize ? $"{here}&after={CapitalBoard.At(Rows[^1], Order)}" : null);
    }
}
