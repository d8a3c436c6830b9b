using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Law;
using Preau.Mail.Blocks;
using Preau.Mail.Templates;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Writing;

[Needs(Permission.EditMail)]
public sealed class NewPage(Database db, SaveBlast save, WritingDesk desk, TellSaved tell, CurrentNation nation, Words words) : PageModel
{
    [BindProperty]
    public BlastForm Form { get; set; } = new();

    /// <summary>A segment to begin with, from its own page.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Segment { get; set; }

    /// <summary>How it will be written.</summary>
    [BindProperty(SupportsGet = true)]
    public MailFormat Format { get; set; } = MailFormat.Blocks;

    /// <summary>The template that it begins with.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Template { get; set; }

    /// <summary>«text» for a text; else it is a mail.</summary>
    [BindProperty(SupportsGet = true)]
    public string? By { get; set; }

    public Channel Channel => By == BlastBy.Text ? Channel.Sms : Channel.Email;
    public Desk? Desk { get; private set; }

    /// <summary>What else it can begin with.</summary>
    public Beginnings Beginnings { get; private set; } = new([], null, null);

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (Template is null) (Form.Language, Form.SegmentId, Form.Format) = (nation.Facts.Language, Segment, Enum.IsDefined(Format) ? Format : MailFormat.Blocks);
        else if (await Chosen(ct) is { } template) (Form = BlastForm.Of(template)).SegmentId = Segment;
        else return Gone();
        await Show(ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await desk.Check(Form, ModelState, ct);
        var chosen = await Chosen(ct);
        if (Template is not null && chosen is null) ModelState.AddModelError("", words["This template is not there any more. Begin with an empty mail, or with another one."]);
        if (ModelState.IsValid)
        {
            var blast = chosen is { } template ? await save.Begin(Form, template, ct) : await save.New(Form, Channel, ct);
            await tell.Run(this, blast, words["The draft is saved. Look at it as somebody who gets it, then go on to sending."], ct);
            return Redirect($"~/mail/{blast.Id}/edit");
        }

        await Show(ct);
        return this.Again();
    }

    private async Task Show(CancellationToken ct)
    {
        Desk = await desk.Of(Form, Channel, isAnswer: false, ModelState, ct);
        if (Channel == Channel.Email) Beginnings = new(await Templates.IndexPage.Read(db, Beginnings.Shown, ct), Template, Segment);
    }

    private async Task<Blast?> Chosen(CancellationToken ct) => Channel == Channel.Email && Template is { } id ? await db.Templates().AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) : null;

    private RedirectResult Gone()
    {
        this.Warn(words["This template is not there any more. Begin with an empty mail, or with another one."]);
        return Redirect($"~/mail/new?segment={Segment}");
    }
}
