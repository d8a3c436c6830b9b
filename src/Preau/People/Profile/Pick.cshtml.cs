using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;

namespace Preau.People.Profile;

/// <summary>Whom a name, mail address or telephone that is being typed may mean, as suggestions of its box. The box is sent under whatever name it has in its form.</summary>
[Needs(Permission.ViewPeople)]
public sealed class PickPage(PickPerson pick) : PageModel
{
    private string typed = "";

    public IReadOnlyList<PickedPerson> People { get; private set; } = [];

    public async Task OnGet(long? but, CancellationToken ct)
    {
        typed = Request.Query.Where(q => q.Key != nameof(but)).Select(q => q.Value.ToString().Trim()).FirstOrDefault(v => v.Length > 0) ?? "";
        People = await pick.Find(typed, but, ct);
    }

    /// <summary>A browser shows only what holds the letters that were typed: of «helene», or of a second number, it needs to be told.</summary>
    public string BesideOf(PickedPerson person) =>
        person.Written.Contains(typed, StringComparison.OrdinalIgnoreCase) || person.Beside.Contains(typed, StringComparison.OrdinalIgnoreCase) ? person.Beside : string.Join(" · ", new[] { person.Beside, typed }.Where(b => b.Length > 0));
}
