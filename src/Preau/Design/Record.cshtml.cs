using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;

namespace Preau.Design;

[Needs(Permission.Enter)]
public sealed class RecordPage(TimeProvider clock) : PageModel
{
    public SampleRow Row { get; private set; } = new(0, "", "", 0, default);

    public void OnGet() => Row = Samples.After(41, 1, clock.GetUtcNow())[0];
}
