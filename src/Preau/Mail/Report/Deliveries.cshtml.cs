using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Mail.Measuring;
using Preau.Mail.Returns;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Report;

public sealed record DeliveryRow(long PersonId, string Name, string Address, DeliveryState State, int Version, string? Language, string? Answer, DateTimeOffset At, DateTimeOffset NextAt, DateTimeOffset? ClickedAt, DateTimeOffset? UnsubscribedAt, DateTimeOffset? BouncedAt, BounceKind? Bounce, string? BounceAnswer, DateTimeOffset? ComplainedAt);

/// <summary>What became of a mail for each person, a part at a time.</summary>
[Needs(Permission.ViewMail)]
public sealed class DeliveriesPage(Database db, BlastWords said, Words words) : PageModel
{
    public const int PageSize = 50;
    private const int CountedTo = 100_000;

    [BindProperty(SupportsGet = true, Name = "")]
    public DeliveryFilter Filter { get; set; } = new();

    /// <summary>The last row of the part before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public Blast Blast { get; private set; } = new() { Subject = "", Language = "fr" };
    public IReadOnlyList<DeliveryRow> Rows { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);
    public string Title { get; private set; } = "";
    public string? Lead { get; private set; }
    public IEnumerable<DeliveryState> States { get; } = Enum.GetValues<DeliveryState>().Where(s => s != DeliveryState.Leased);

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        Blast = blast;
        if (Filter.Link is { } asked)
        {
            if (await db.MailLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Id == asked && l.BlastId == id, ct) is not { } link) return NotFound();
            Lead = words["Those who followed the link {0}", link.Url];
        }

        Title = Filter switch
        {
            { Version: { } place and >= 0 and < VersionsOf.Most } => Of(words["Version {0}", VersionsOf.Letter(place)]),
            { Link: not null } or { Clicked: true } => words["Who clicked"],
            { Unsubscribed: true } => words["Who unsubscribed"],
            { Arrived: true } => Of(words["Arrived"]),
            { Bounced: true } => words["Whose mail came back"],
            { Complained: true } => words["Who called it spam"],
            { State: { } state } => Of(said.Of(state)),
            _ => blast.IsText ? words["People of this text"] : words["People of this mail"],
        };
        var rows = await Lines(db, Filter.InOrder(Filter.Apply(db, blast), After).Take(PageSize + 1)).ToListAsync(ct);
        Rows = [.. rows.Take(PageSize)];
        var next = rows.Count > PageSize ? Here(DeliveryFilter.PlaceOf(Rows[^1].NextAt, Rows[^1].PersonId)) : null;
        Pager = new(After is null ? null : Here(null), next, await HowMany(ct) is { } total ? words.Count(total, "{0} person", "{0} people") : null);
        return Page();
    }

    private string Of(string part) => Blast.IsText ? words["People of this text: {0}", part] : words["People of this mail: {0}", part];

    /// <summary>What the report shows beside its link; counted where no number of its own stands there, and left out where that would take long.</summary>
    private async Task<long?> HowMany(CancellationToken ct)
    {
        if (Filter.Named is { } named && await db.BlastTotals.AsNoTracking().SingleOrDefaultAsync(t => t.BlastId == Blast.Id, ct) is { } totals) return named(totals);
        if (Filter.Followed is { } link) return await db.MailClicks.Where(c => c.BlastId == Blast.Id && c.MailLinkId == link).Select(c => c.PersonId).Distinct().LongCountAsync(ct);
        return await Filter.Apply(db, Blast).Take(CountedTo + 1).LongCountAsync(ct) is <= CountedTo and var counted ? counted : null;
    }

    public static IQueryable<DeliveryRow> Lines(Database db, IQueryable<MailDelivery> deliveries) => deliveries.Select(d => new DeliveryRow(
        d.PersonId, db.People.Where(p => p.Id == d.PersonId).Select(p => (p.FirstName + " " + p.LastName).Trim()).FirstOrDefault() ?? "", d.Address, d.State, d.Version, d.Language, d.Answer, d.At, d.NextAt, d.ClickedAt, d.UnsubscribedAt, d.BouncedAt, d.Bounce, d.BounceAnswer, d.ComplainedAt));

    private string Here(string? after) => $"/mail/{Blast.Id}/deliveries{Filter.Query(after)}";
}
