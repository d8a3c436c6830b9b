using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

using Preau.Shared;

namespace Preau.Panel;

/// <summary>What people see instead of a page: nothing here, not allowed, too much, or our fault. A fragment gets a fragment.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class ProblemPage(Words words) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int Code { get; set; }

    public bool IsFragment => Request.Headers["HX-Request-Type"] == "partial";

    public string Heading => Code switch
    {
        400 => words["That could not be taken"],
        401 => words["Please sign in"],
        403 => words["That is not open to you"],
        404 => words["There is nothing here"],
        413 => words["That is too large"],
        429 => words["Too many tries"],
        503 => words["The store cannot take this now"],
        _ => words["Something went wrong on our side"],
    };

    public string Advice => Code switch
    {
        400 => words["The form was open for too long, or did not come from this page. Load the page again and repeat what you did."],
        401 => words["Your session has ended. Sign in again and repeat what you did."],
        403 => words["Your role does not include this. An owner can change it in Settings, Staff."],
        404 => words["The address is wrong, or what it showed was removed."],
        413 => words["Choose a smaller file or a shorter text."],
        429 => words["Wait a minute and try again."],
        503 => words["Nothing was saved. The disk may be full, or the store is being restarted; tell whoever runs the server, then try again."],
        _ => words["Nothing was half saved. Try again; if it stays, tell whoever runs the server."],
    };

    public void OnGet()
    {
    }

    public void OnPost()
    {
    }
}
