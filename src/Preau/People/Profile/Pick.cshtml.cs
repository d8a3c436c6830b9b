using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;

namespace Preau.People.Profile;

/// <summary>Whom a name that is being typed may mean, as suggestions of its box. The box is sent under whatever name it has in its form.</summary>
[Needs(Permission.ViewPeople)]
public sealed class PickPage(PickPerson pick) : PageModel
{
    public IReadOnlyList<PickedPerson> People { get; private set; } = [];

    public async Task OnGet(CancellationToken ct) => People = await pick.Find(Request.Query.Select(q => q.Value.ToString()).FirstOrDefault(v => v.Length > 0) ?? "", ct);
}
