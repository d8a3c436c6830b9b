using Microsoft.AspNetCore.Mvc;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Listing;

[Needs(Permission.ViewPeople)]
public sealed class PeopleIndex(ListingParts parts, Words words, CurrentAccount account) : PeopleListing(parts)
{
    public IReadOnlyList<Tab> Tabs => PeopleTabs.Of(words, account, EnumText<PeopleView>.Of(Filter.View));

    public Task<IActionResult> OnGet(string? after, CancellationToken ct)
    {
        // A list has a page of its own.
        return Filter.List is null ? Load(after, ct) : Task.FromResult<IActionResult>(LocalRedirect("~" + Filter.Address()));
    }
}
