using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.People.Bulk;

namespace Preau.People.Listing;

/// <summary>A list of people as a file, written while it is read, so that its size does not matter. Who took how many is remembered.</summary>
[Needs(Permission.ExportPeople)]
public sealed class ExportPage(Database db, PeopleList list, PeopleCsv csv, CurrentNation nation, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "")]
    public PersonFilter Filter { get; set; } = new();

    public IActionResult OnGet(CancellationToken ct) => File(list.Ids(Filter, limit: null, ct));

    public IActionResult OnPost(Selection chosen, CancellationToken ct) => File(chosen.Everybody || chosen.People.Length == 0 ? list.Ids(Filter, limit: null, ct) : db.Seen(chosen.People, BulkActs.Ticked, ct));

    private CsvResult File(IAsyncEnumerable<long[]> ids)
    {
        var day = nation.Facts.DayOf(clock.GetUtcNow()).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new CsvResult($"{nation.Facts.Slug}-people-{day}.csv", (body, ct) => csv.Write(ids, body, Filter.WithoutSearch, ct));
    }
}

/// <summary>A file that is written as it is sent.</summary>
public sealed class CsvResult(string fileName, Func<Stream, CancellationToken, Task> write) : ActionResult
{
    public override Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        return write(response.Body, context.HttpContext.RequestAborted);
    }
}
