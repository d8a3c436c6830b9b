using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Contacts.FollowUps;

/// <summary>«My follow-ups»: what is overdue, due today, and later; staff see everybody's.</summary>
[Needs(Permission.WriteNotes)]
public sealed class IndexPage(CurrentAccount me, FollowUpList list, Team team, Words words) : PageModel
{
    private const int PageSize = 50;
    private const string Everybody = "all";
    private const string Nobody = "nobody";

    /// <summary>Whose: mine when empty, «all», «nobody», or the number of an account.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Of { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Done { get; set; }

    /// <summary>Only what is due today or was before.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Due { get; set; }

    /// <summary>The last row of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<(string Title, bool IsLate, IReadOnlyList<FollowUpRow> Rows)> Groups { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);
    public IReadOnlyList<SelectListItem> Choices { get; private set; } = [];
    public bool IsEmpty => Groups.Count == 0;
    public bool IsMine => string.IsNullOrEmpty(Of);
    public bool MayChooseWhose => me.Can(Permission.EditPeople);
    public IReadOnlyList<Tab> Tabs => ContactTabs.Of(words, Done ? "done" : "open");

    public async Task OnGet(CancellationToken ct)
    {
        if (!MayChooseWhose) Of = null;
        else Choices = [new(words["Mine"], ""), new(words["Everybody's"], Everybody), new(words["Nobody's"], Nobody), .. Team.Options((await team.Members(ct)).Where(m => m.Id != me.Id))];
        var asked = Whose();
        var rows = Done ? await SettledRows(asked, ct) : await OpenRows(asked, ct);
        var shown = rows.Take(PageSize).ToList();
        var next = rows.Count <= PageSize ? null : Path(Done ? Cursor.At(shown[^1].DoneAt!.Value, shown[^1].Id) : Cursor.On(shown[^1].DueOn, shown[^1].Id));
        Pager = new(After is null ? null : Path(null), next);
        Groups = Done ? (shown.Count == 0 ? [] : [(words["Settled"], false, shown)]) : Grouped(shown);
    }

    private IQueryable<FollowUp> Whose() => Of switch
    {
        Everybody => list.All,
        Nobody => list.Nobodys,
        _ when long.TryParse(Of, NumberStyles.None, CultureInfo.InvariantCulture, out var account) => list.All.Where(f => f.AssigneeId == account),
        _ => list.Mine,
    };

    private async Task<List<FollowUpRow>> OpenRows(IQueryable<FollowUp> asked, CancellationToken ct)
    {
        asked = Due ? list.Due(asked) : asked.Where(f => f.DoneAt == null);
        if (Cursor.Day(After) is var (day, id)) asked = asked.Where(f => f.DueOn > day || (f.DueOn == day && f.Id > id));
        var rows = await list.Rows(asked.OrderBy(f => f.DueOn).ThenBy(f => f.Id).Take(PageSize + 1)).ToListAsync(ct);
        return [.. rows.OrderBy(r => r.DueOn).ThenBy(r => r.Id)];
    }

    private async Task<List<FollowUpRow>> SettledRows(IQueryable<FollowUp> asked, CancellationToken ct)
    {
        asked = asked.Where(f => f.DoneAt != null);
        if (Cursor.Instant(After) is var (at, id)) asked = asked.Where(f => f.DoneAt < at || (f.DoneAt == at && f.Id < id));
        var rows = await list.Rows(asked.OrderByDescending(f => f.DoneAt).ThenByDescending(f => f.Id).Take(PageSize + 1)).ToListAsync(ct);
        return [.. rows.OrderByDescending(r => r.DoneAt).ThenByDescending(r => r.Id)];
    }

    private List<(string, bool, IReadOnlyList<FollowUpRow>)> Grouped(List<FollowUpRow> rows)
    {
        var today = list.Today;
        (string, bool, IReadOnlyList<FollowUpRow>)[] groups =
        [
            (words["Overdue"], true, [.. rows.Where(r => r.DueOn < today)]), (words["Today"], false, [.. rows.Where(r => r.DueOn == today)]), (words["Later"], false, [.. rows.Where(r => r.DueOn > today)]),
        ];
        return [.. groups.Where(g => g.Item3.Count > 0)];
    }

    /// <summary>The same person's, whenever they are due.</summary>
    public string WithLater => QueryText.After("/follow-ups", [("of", Of)]);

    private string Path(string? after) => QueryText.After("/follow-ups", [("of", Of), ("done", Done ? "true" : null), ("due", Due ? "true" : null), ("after", after)]);
}
