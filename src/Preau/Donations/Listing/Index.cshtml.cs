using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Law;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Donations.Listing;

public sealed record GiftRow(long Id, long PersonId, string FirstName, string LastName, GiftStatus Status, PaymentMethod Method, long AmountCents, long RefundedCents, string Currency, DateTimeOffset GivenAt, bool NeedsReview);

[Needs(Permission.ViewGifts)]
public sealed class IndexPage(Database db, CurrentNation nation, GiftWords said, Words words) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true, Name = "")]
    public GiftFilter Filter { get; set; } = new();

    /// <summary>The last row of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<GiftRow> Gifts { get; private set; } = [];
    public GiftTotals Totals { get; private set; } = new(0, 0, 0, 0);
    public bool SomeNeedReview { get; private set; }
    public Pager Pager { get; private set; } = new(null, null);

    /// <summary>The list that the totals count, with exactly as many rows.</summary>
    public string CountedQuery => new GiftFilter { Method = Filter.Method, From = Filter.From, To = Filter.To, Counted = true }.Query();
    public string Currency => nation.Facts.Currency;

    public IEnumerable<SelectListItem> Statuses => Enum.GetValues<GiftStatus>().Select(s => new SelectListItem(said.Of(s), s.ToString()));
    public IEnumerable<SelectListItem> Methods => Enum.GetValues<PaymentMethod>().Select(m => new SelectListItem(said.Of(m), m.ToString()));

    public async Task OnGet(CancellationToken ct)
    {
        Totals = await GiftTotals.Of(db, Filter, ct);
        SomeNeedReview = !Filter.Review && await db.Gifts.AnyAsync(g => g.NeedsReview, ct);
        var gifts = Filter.Apply(db, nation.Facts);
        var total = await gifts.LongCountAsync(ct);
        if (Cursor(After) is var (at, id)) gifts = gifts.Where(g => g.GivenAt < at || (g.GivenAt == at && g.Id < id));
        var rows = await gifts.OrderByDescending(g => g.GivenAt).ThenByDescending(g => g.Id).Take(PageSize + 1)
            .Join(db.People, g => g.PersonId, p => p.Id, (g, p) => new GiftRow(g.Id, p.Id, p.FirstName, p.LastName, g.Status, g.Method, g.AmountCents, g.RefundedCents, g.Currency, g.GivenAt, g.NeedsReview))
            .ToListAsync(ct);
        Gifts = [.. rows.OrderByDescending(r => r.GivenAt).ThenByDescending(r => r.Id).Take(PageSize)];
        var next = rows.Count > PageSize ? "/gifts" + Filter.Query(("after", $"{Gifts[^1].GivenAt.UtcTicks}~{Gifts[^1].Id}")) : null;
        Pager = new(After is null ? null : "/gifts" + Filter.Query(), next, words.Count(total, "{0} gift in all", "{0} gifts in all"));
    }

    private static (DateTimeOffset At, long Id)? Cursor(string? after) =>
        after?.Split('~') is [var at, var id]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (new DateTimeOffset(ticks, TimeSpan.Zero), number)
            : null;
}
