using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Law;

namespace Preau.Mail.Writing;

/// <summary>How many it reaches while somebody is choosing: a fragment that the form asks for.</summary>
[Needs(Permission.EditMail)]
public sealed class CountAudiencePage(ViewAudience audience) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "Form.SegmentId")]
    public long? SegmentId { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? By { get; set; }

    public async Task<IActionResult> OnGet(CancellationToken ct) => Partial("/Mail/Writing/_Audience.cshtml", await audience.Of(SegmentId, By == BlastBy.Text ? Channel.Sms : Channel.Email, isCounted: true, ct));
}
