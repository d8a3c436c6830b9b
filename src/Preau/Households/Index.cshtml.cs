using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People.Listing;
using Preau.Shared;

namespace Preau.Households;

[Needs(Permission.ViewSegments)]
public sealed class IndexPage(Database db, HouseholdList list, CurrentAccount me, Words words) : PageModel
{
    private const int NamesShown = 6;

    [BindProperty(SupportsGet = true, Name = "")]
    public HouseholdFilter Filter { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<Household> Rows { get; private set; } = [];
    public ILookup<long, string> Names { get; private set; } = Array.Empty<(long, string)>().ToLookup(n => n.Item1, n => n.Item2);
    public Pager Pager { get; private set; } = new(null, null);
    public IReadOnlyList<Tab> Tabs => PeopleTabs.Of(words, me, "households");

    public async Task OnGet(CancellationToken ct)
    {
        var page = await list.Page(Filter, After, ct);
        Rows = page.Rows;
        // The few first names of each: a care home has hundreds.
        var people = new List<(long, string)>();
        foreach (var household in Rows)
            people.AddRange((await db.Housemates(household.Id).OrderBy(p => p.Id).Take(NamesShown).Select(p => p.FirstName != "" ? p.FirstName : p.LastName).ToListAsync(ct)).Select(n => (household.Id, n)));
        Names = people.ToLookup(n => n.Item1, n => n.Item2);
        Pager = new(After is null ? null : "/households" + Filter.Query(), page.Next is null ? null : "/households" + Filter.Query(("after", page.Next)));
    }
}
