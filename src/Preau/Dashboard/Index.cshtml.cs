using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Contacts.FollowUps;
using Preau.Dashboard.Board;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Dashboard;

/// <summary>Where everybody arrives: the days that are left, what is still to be set up, where the campaign stands, and the parts that are open to them.</summary>
[Needs(Permission.Enter)]
public sealed class IndexPage(Database db, CurrentAccount me, CurrentNation nation, NationSettings settings, ReadBoard board, ReadMine mine, FollowUpList followUps, IEnumerable<NavEntry> entries, Words words, TimeProvider clock) : PageModel
{
    public string? Lead { get; private set; }

    /// <summary>Null for those who may not see where the campaign stands.</summary>
    public BoardView? Board { get; private set; }

    /// <summary>The people of a reader who sees no others; null for the rest.</summary>
    public MyPeople? Mine { get; private set; }

    /// <summary>How many of their follow-ups are due, of a reader without a board, which says it itself.</summary>
    public int Due { get; private set; }

    public IReadOnlyList<NavEntry> Doors => [.. entries.Where(e => e.Path != "/" && me.Can(e.Needs)).OrderBy(e => e.Order)];

    public async Task OnGet(CancellationToken ct)
    {
        if (me.Can(Permission.ViewDashboard)) Board = await board.Run(ct);
        else if (db.OnlyAssigned) (Mine, Due) = (await mine.Run(ct), await followUps.DueCount(ct));
        var campaign = await settings.Get<CampaignSettings>(ct);
        if (campaign.FirstRoundOn is not { } vote) return;
        var days = vote.DayNumber - nation.Facts.DayOf(clock.GetUtcNow()).DayNumber;
        if (days >= 0) Lead = words.Count(days, "{0} day to the vote of {1}", "{0} days to the vote of {1}", vote.ToString("D", System.Globalization.CultureInfo.CurrentCulture));
    }
}
