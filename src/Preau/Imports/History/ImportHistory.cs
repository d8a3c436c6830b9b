using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.Imports.History;

public enum HistoryOrder
{
    Newest,
    Oldest,
    Largest,
}

/// <param name="By">Who brought it in; null for the command line.</param>
public sealed record HistoryRow(Import Import, string? By);

/// <summary>Every file that was brought in, page by page: who, when, what, by what right, and what came of it.</summary>
public sealed class ImportHistory(Database db)
{
    public const int PageSize = 50;

    public async Task<IReadOnlyList<HistoryRow>> Page(string? words, HistoryOrder order, string? after, int count, CancellationToken ct)
    {
        var imports = await Found(words, ct);
        var (id, total) = Read(after);
        imports = order switch
        {
            HistoryOrder.Oldest => (id is null ? imports : imports.Where(i => i.Id > id)).OrderBy(i => i.Id),
            HistoryOrder.Largest => (id is null ? imports : imports.Where(i => i.Total < total || (i.Total == total && i.Id < id))).OrderByDescending(i => i.Total).ThenByDescending(i => i.Id),
            _ => (id is null ? imports : imports.Where(i => i.Id < id)).OrderByDescending(i => i.Id),
        };
        return await imports.Take(count).Select(i => new HistoryRow(i, db.Accounts.Where(a => a.Id == i.AccountId).Select(a => a.Name).FirstOrDefault())).ToListAsync(ct);
    }

    public async Task<long> Count(string? words, CancellationToken ct) => await (await Found(words, ct)).LongCountAsync(ct);

    /// <summary>Where the page after this row begins.</summary>
    public static string Place(Import last) => string.Create(CultureInfo.InvariantCulture, $"{last.Id}-{last.Total}");

    private async Task<IQueryable<Import>> Found(string? words, CancellationToken ct)
    {
        var imports = db.Imports.AsNoTracking();
        if (NameKey.Of(words) is not { Length: > 0 } wanted) return imports;
        // The few of the team who brought something in, by names that no store folds as we do.
        var team = await db.Accounts.Where(a => db.Imports.Any(i => i.AccountId == a.Id)).Select(a => new { a.Id, a.Name }).ToListAsync(ct);
        long[] people = [.. team.Where(a => NameKey.Of(a.Name).Contains(wanted, StringComparison.Ordinal)).Select(a => a.Id)];
        return imports.Where(i => i.SearchKey.Contains(wanted) || (i.AccountId != null && EF.Parameter(people).Contains(i.AccountId.Value)));
    }

    private static (long? Id, long Total) Read(string? place) =>
        place?.Split('-') is [var id, var total] && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && long.TryParse(total, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) ? (number, rows) : (null, 0);
}
