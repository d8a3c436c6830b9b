using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Actions;

public sealed record ActionRow(long Id, long PersonId, string Name, long PageGroupId, string PageTitle, DateTimeOffset At);

/// <summary>All sign-ups, or all signatures, newest first and on whichever page: what Home counts.</summary>
[Needs(Permission.ViewDashboard)]
public sealed class IndexPage(Database db, CurrentNation nation, Words words) : PageModel
{
    private const int PageSize = 50;

    /// <summary>Above this, no number is said.</summary>
    private const int CountedTo = 100_000;

    [BindProperty(SupportsGet = true)]
    public ActionKind Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    /// <summary>The last row of the part before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<ActionRow> Rows { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);

    public IReadOnlyList<Tab> Tabs =>
    [
        new(words["Sign-ups"], Here(ActionKind.SignUp, null), Kind == ActionKind.SignUp), new(words["Signatures"], Here(ActionKind.Signature, null), Kind == ActionKind.Signature),
    ];

    public async Task OnGet(CancellationToken ct)
    {
        var taken = db.ActionsTaken.AsNoTracking().Where(a => a.Kind == Kind);
        if (From is { } from && nation.Facts.StartOf(from) is var start) taken = taken.Where(a => a.At >= start);
        if (To is { Year: < 9999 } to && nation.Facts.StartOf(to.AddDays(1)) is var end) taken = taken.Where(a => a.At < end);
        var total = await taken.Take(CountedTo + 1).LongCountAsync(ct);
        if (Cursor(After) is var (at, id)) taken = taken.Where(a => a.At < at || (a.At == at && a.Id < id));
        var rows = await taken.OrderByDescending(a => a.At).ThenByDescending(a => a.Id).Take(PageSize + 1)
            .Join(db.People, a => a.PersonId, p => p.Id, (a, p) => new ActionRow(a.Id, p.Id, (p.FirstName + " " + p.LastName).Trim(), a.PageGroupId, a.PageTitle, a.At)).ToListAsync(ct);
        Rows = [.. rows.OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Take(PageSize)];
        var next = rows.Count > PageSize ? Here(Kind, string.Create(CultureInfo.InvariantCulture, $"{Rows[^1].At.UtcTicks}~{Rows[^1].Id}")) : null;
        Pager = new(After is null ? null : Here(Kind, null), next, total > CountedTo ? null : Kind == ActionKind.Signature ? words.Count(total, "{0} signature", "{0} signatures") : words.Count(total, "{0} sign-up", "{0} sign-ups"));
    }

    private string Here(ActionKind kind, string? after)
    {
        (string Name, string? Value)[] all =
        [
            ("kind", kind.ToString()), ("from", From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("to", To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("after", after),
        ];
        return QueryText.After("/actions", all);
    }

    private static (DateTimeOffset At, long Id)? Cursor(string? after) =>
        after?.Split('~') is [var at, var id]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (new DateTimeOffset(ticks, TimeSpan.Zero), number)
            : null;
}
