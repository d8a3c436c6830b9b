using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Law;
using Preau.Mail.Blocks;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Writing;

[Needs(Permission.EditMail)]
public sealed class NewPage(SaveBlast save, WritingDesk desk, TellSaved tell, CurrentNation nation, Words words) : PageModel
{
    [BindProperty]
    public BlastForm Form { get; set; } = new();

    /// <summary>A segment to begin with, from its own page.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Segment { get; set; }

    /// <summary>How it will be written.</summary>
    [BindProperty(SupportsGet = true)]
    public MailFormat Format { get; set; } = MailFormat.Blocks;

    /// <summary>«text» for a text; else it is a mail.</summary>
    [BindProperty(SupportsGet = true)]
    public string? By { get; set; }

    public Channel Channel => By == BlastBy.Text ? Channel.Sms : Channel.Email;
    public Desk? Desk { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        (Form.Language, Form.SegmentId, Form.Format) = (nation.Facts.Language, Segment, Enum.IsDefined(Format) ? Format : MailFormat.Blocks);
        Desk = await desk.Of(Form, Channel, ModelState, ct);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await desk.Check(Form, ModelState, ct);
        if (ModelState.IsValid)
        {
            var blast = await save.New(Form, Channel, ct);
            await tell.Run(this, blast, words["The draft is saved. Look at it as somebody who gets it, then go on to sending."], ct);
            return Redirect($"~/mail/{blast.Id}/edit");
        }

        Desk = await desk.Of(Form, Channel, ModelState, ct);
        return this.Again();
    }
}
