using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Design;

[Needs(Permission.Enter)]
public sealed class IndexPage(Words words) : PageModel
{
    public void OnGet()
    {
    }

    public IActionResult OnPost(string? what)
    {
        if (what == "warned") this.Warn(words["That can no longer be taken back."]);
        else this.Say(words["Saved."], what == "undo" ? "/design" : null);
        return Redirect("~/design");
    }
}
