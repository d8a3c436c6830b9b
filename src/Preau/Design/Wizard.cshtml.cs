using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Design;

[Needs(Permission.Enter)]
public sealed class WizardPage(Words words) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int Step { get; set; }

    public Steps Steps { get; private set; } = new([], 0);

    public void OnGet()
    {
        string[] labels = [words["List"], words["Form"], words["Confirmation"]];
        Step = Math.Clamp(Step, 0, labels.Length - 1);
        Steps = new(labels, Step);
    }
}
