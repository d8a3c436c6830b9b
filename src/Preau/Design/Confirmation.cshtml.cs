using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Design;

[Needs(Permission.Enter)]
public sealed class ConfirmationPage(Words words) : PageModel
{
    public void OnGet()
    {
    }

    public IActionResult OnPost()
    {
        this.Say(words["Saved."]);
        return Redirect("~/design/confirmation");
    }
}
