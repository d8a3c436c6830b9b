using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Listing;

/// <summary>Which of the campaign's own fields the lists of people show to whoever asks, remembered for their account.</summary>
[Needs(Permission.ViewPeople)]
public sealed class PeopleColumnsPage(Database db, OwnColumns columns, Words words) : PageModel
{
    /// <summary>The end of the address of the list that they came from.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Back { get; set; }

    [BindProperty]
    public long[] Fields { get; set; } = [];

    public IReadOnlyList<CustomField> Offered { get; private set; } = [];
    public string Path => PersonFilter.Read(Back ?? "").Address();

    public async Task OnGet(CancellationToken ct)
    {
        Offered = await columns.Offered(ct);
        Fields = [.. (await columns.Chosen(ct)).Select(f => f.Id)];
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        Offered = await columns.Offered(ct);
        if (Fields.Length > OwnColumns.Most) ModelState.AddModelError("", words["A list shows {0} of them at most. Take some off.", OwnColumns.Most]);
        if (!ModelState.IsValid) return this.Again();
        await columns.Choose(Fields, ct);
        await db.SaveChangesAsync(ct);
        return LocalRedirect("~" + Path);
    }
}
