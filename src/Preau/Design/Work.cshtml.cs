using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Design;

/// <summary>Work that only passes time: a minute for a million rows, from when the page was opened.</summary>
[Needs(Permission.Enter)]
public sealed class WorkPage(Words words, TimeProvider clock) : PageModel
{
    private const long RowsASecond = 20_000;

    /// <summary>When it began, in milliseconds: the address is all that this work has.</summary>
    [BindProperty(SupportsGet = true)]
    public long? From { get; set; }

    public Progress Living { get; private set; } = new("", 0, null, IsRunning: false);

    public IActionResult OnGet()
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var from = Math.Clamp(From ?? now, 0, now);
        var done = Math.Min((now - from) / 1000 * RowsASecond, Samples.Million);
        Living = new(words["A million rows"], done, Samples.Million, IsRunning: done < Samples.Million, "/design/work?from=" + from.ToString(CultureInfo.InvariantCulture), "/design/work");
        return Request.Headers["HX-Request-Type"] == "partial" ? Partial("/Panel/_Progress.cshtml", Living) : Page();
    }

    public IActionResult OnPost()
    {
        this.Say(words["Stopped. What is in stays until you undo it."]);
        return Redirect("~/design/work?from=0");
    }
}
