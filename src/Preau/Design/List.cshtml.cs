using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Design;

[Needs(Permission.Enter)]
public sealed class ListPage(Words words, TimeProvider clock) : PageModel
{
    private const int PageSize = 25;

    /// <summary>The last row of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public long After { get; set; }

    public IReadOnlyList<SampleRow> Rows { get; private set; } = [];
    public IReadOnlyList<SampleRow> LongRows { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);

    public void OnGet()
    {
        var from = Math.Clamp(After, 0, Samples.Million - 1);
        Rows = Samples.After(from, PageSize, clock.GetUtcNow());
        LongRows = [.. Samples.After(0, 2, clock.GetUtcNow()).Select((row, i) => row with { Name = i == 0 ? Samples.LongName : Samples.LongWord, City = Samples.LongText, Cents = 99_999_999_999 })];
        Pager = new(from > 0 ? At(Math.Max(0, from - PageSize)) : null, Rows[^1].Id < Samples.Million ? At(Rows[^1].Id) : null, words.Count(Samples.Million, "{0} row", "{0} rows"));
    }

    private static string At(long after) => "/design/list?after=" + after.ToString(CultureInfo.InvariantCulture);
}
