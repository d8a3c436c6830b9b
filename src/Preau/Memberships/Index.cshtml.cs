using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Memberships;

[Needs(Permission.ViewSegments)]
public sealed class IndexPage(Database db, MembershipList list, Standing standing, Words words) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public long? Type { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public MembershipView View { get; private set; }
    public IReadOnlyList<SelectListItem> Types { get; private set; } = [];
    public IReadOnlyList<(MembershipRow Row, string Type, MembershipStatus Status)> Rows { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);

    public IReadOnlyList<Tab> Tabs =>
    [
        Tab(words["Members"], MembershipView.Members), Tab(words["End soon"], MembershipView.Soon), Tab(words["In grace"], MembershipView.Grace), Tab(words["Run out"], MembershipView.Expired),
        Tab(words["Suspended"], MembershipView.Suspended), Tab(words["Ended early"], MembershipView.Cancelled),
    ];

    public string Here(long? type) => Address(View, type);

    public async Task OnGet(string? view, CancellationToken ct)
    {
        View = EnumText<MembershipView>.TryParse(view, out var asked) ? asked : MembershipView.Members;
        var types = await db.MembershipTypes.AsNoTracking().OrderBy(t => t.NameKey).Take(2 * MembershipType.Most).ToListAsync(ct);
        Types = [.. types.Select(t => new SelectListItem(t.Name, t.Id.ToString(CultureInfo.InvariantCulture)))];
        var names = types.ToDictionary(t => t.Id, t => t.Name);
        var rows = await list.Page(View, Type, After, PageSize + 1, ct);
        var shown = new List<(MembershipRow, string, MembershipStatus)>();
        foreach (var row in rows.Take(PageSize)) shown.Add((row, names.GetValueOrDefault(row.Membership.MembershipTypeId, ""), await standing.Of(row.Membership, ct)));
        Rows = shown;
        Pager = new(After is null ? null : Here(Type), rows.Count > PageSize ? Here(Type) + "&after=" + MembershipList.After(rows[PageSize - 1], View) : null);
    }

    private Tab Tab(string label, MembershipView view) => new(label, Address(view, Type), view == View);

    private static string Address(MembershipView view, long? type) => $"/memberships?view={EnumText<MembershipView>.Of(view)}" + (type is null ? "" : string.Create(CultureInfo.InvariantCulture, $"&type={type}"));
}
