using Microsoft.EntityFrameworkCore;

namespace Preau.Donations.Listing;

/// <summary>What came in, from the days' totals: the number of rows read is the number of days, however many gifts there are.</summary>
public sealed record GiftTotals(long Gifts, long ReceivedCents, long RefundedCents, long FeeCents)
{
    public long NetCents => ReceivedCents - RefundedCents;

    public static async Task<GiftTotals> Of(Database db, GiftFilter filter, CancellationToken ct)
    {
        var days = db.GiftDays.AsNoTracking();
        if (filter.Method is { } method) days = days.Where(d => d.Method == method);
        if (filter.From is { } from) days = days.Where(d => d.Day >= from);
        if (filter.To is { } to) days = days.Where(d => d.Day <= to);
        return await days.GroupBy(_ => 1)
            .Select(d => new GiftTotals(d.Sum(x => x.Gifts), d.Sum(x => x.ReceivedCents), d.Sum(x => x.RefundedCents), d.Sum(x => x.FeeCents)))
            .SingleOrDefaultAsync(ct) ?? new GiftTotals(0, 0, 0, 0);
    }
}
