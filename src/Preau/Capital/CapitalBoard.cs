using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Preau.Capital;

public enum BoardOrder
{
    Balance,
    Earned,
    Spent,
}

public sealed record BoardRow(long PersonId, string FirstName, string LastName, long BalanceCents, long EarnedCents, long SpentCents)
{
    public string Name => $"{FirstName} {LastName}".Trim();

    public long In(BoardOrder order) => order switch
    {
        BoardOrder.Balance => BalanceCents,
        BoardOrder.Earned => EarnedCents,
        BoardOrder.Spent => SpentCents,
    };
}

/// <summary>People by their points, most first, a page at a time along an index. Archived people are not on it.</summary>
public sealed class CapitalBoard(Database db)
{
    /// <param name="after">The last row of the page before.</param>
    public async Task<List<BoardRow>> Page(BoardOrder order, (long Cents, long PersonId)? after, int count, CancellationToken ct)
    {
        var rows = db.CapitalBalances.AsNoTracking();
        rows = (order, after) switch
        {
            (BoardOrder.Balance, var (cents, id)) => rows.Where(b => b.BalanceCents <= cents && (b.BalanceCents != cents || b.PersonId < id)),
            (BoardOrder.Earned, var (cents, id)) => rows.Where(b => b.EarnedCents <= cents && (b.EarnedCents != cents || b.PersonId < id)),
            (BoardOrder.Spent, var (cents, id)) => rows.Where(b => b.SpentCents <= cents && (b.SpentCents != cents || b.PersonId < id)),
            _ => rows,
        };
        rows = order switch
        {
            BoardOrder.Balance => rows.OrderByDescending(b => b.BalanceCents).ThenByDescending(b => b.PersonId),
            BoardOrder.Earned => rows.OrderByDescending(b => b.EarnedCents).ThenByDescending(b => b.PersonId),
            BoardOrder.Spent => rows.OrderByDescending(b => b.SpentCents).ThenByDescending(b => b.PersonId),
        };
        var found = rows.SelectMany(b => db.People.Where(p => p.Id == b.PersonId && p.ArchivedAt == null), (b, p) => new BoardRow(p.Id, p.FirstName, p.LastName, b.BalanceCents, b.EarnedCents, b.SpentCents));
        return await found.Take(count).ToListAsync(ct);
    }

    public Task<long> Count(CancellationToken ct) => db.CapitalBalances.LongCountAsync(b => db.People.Any(p => p.Id == b.PersonId && p.ArchivedAt == null), ct);

    public static string At(BoardRow row, BoardOrder order) => string.Create(CultureInfo.InvariantCulture, $"{row.In(order)}~{row.PersonId}");

    public static (long Cents, long PersonId)? Read(string? after) =>
        after?.Split('~') is [var cents, var id] && long.TryParse(cents, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var read) && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var person) ? (read, person) : null;
}
