using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Mail.Approval;
using Preau.Mail.Blocks;
using Preau.Mail.Checks;
using Preau.Mail.Measuring;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Writing;

[Needs(Permission.EditMail)]
public sealed class EditPage(Database db, SaveBlast save, WritingDesk desk, BlastChecks checks, LinksOfBlast links, VersionsOf versions, Approvals approvals, TellSaved tell, Words words) : PageModel
{
    [BindProperty]
    public BlastForm Form { get; set; } = new();

    public Blast Blast { get; private set; } = new() { Subject = "", Language = "fr" };
    public Desk? Desk { get; private set; }
    /// <summary>It waits for a second person.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>Drawn by lot, or in another language.</summary>
    public bool HasVersions { get; private set; }

    /// <summary>Those that it is written in; null where it is one.</summary>
    public string? Languages { get; private set; }

    /// <summary>Those that it can still be written in.</summary>
    public IReadOnlyList<SelectListItem> OtherLanguages { get; private set; } = [];
    public IReadOnlyList<BlastProblem> Problems { get; private set; } = [];

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.Blasts.SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        if (blast.State != BlastState.Draft) return Redirect($"~/mail/{id}");
        Form = BlastForm.Of(blast);
        return await Show(blast, ct);
    }

    /// <param name="id">The mail.</param>
    /// <param name="then">Where to go once it is saved: «preview» or «send»; back here when null.</param>
    /// <param name="turn">The way in which it is to be written from now on; null where that stays.</param>
    /// <param name="ct">Ends with the request.</param>
    public async Task<IActionResult> OnPost(long id, string? then, MailFormat? turn, CancellationToken ct)
    {
        if (await db.Blasts.SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        await desk.Check(Form, ModelState, ct);
        if (ModelState.IsValid)
        {
            switch (await save.Run(blast, Form, turn, ct))
            {
                case BlastSaved.Saved:
                    if (then == "send") await links.Begin(blast, ct);
                    if (then is null) await tell.Run(this, blast, words["Saved."], ct);
                    return Redirect(then switch { "preview" => $"~/mail/{id}/preview", "send" => $"~/mail/{id}/send", _ => $"~/mail/{id}/edit" });
                case BlastSaved.Decided decided:
                    ModelState.AddModelError("", decided.State == BlastState.Scheduled
                        ? words["Somebody decided meanwhile to send it: nothing of what you wrote here was saved. Take the sending back first, then change it."]
                        : words["It has left meanwhile and can no longer be changed. Nothing of what you wrote here was saved; duplicate it to write on."]);
                    break;
                case BlastSaved.Overtaken overtaken:
                    Form.Seen = this.Overtaken(overtaken.Blast.ChangedAt, words["Somebody else saved it since you opened it. What you wrote stands below and is not saved; saving again replaces what they wrote."]);
                    break;
            }
        }

        return await Show(blast, ct, again: true);
    }

    private async Task<IActionResult> Show(Blast blast, CancellationToken ct, bool again = false)
    {
        Blast = blast;
        IsAsked = await approvals.Last(blast.Id, ct) is { State: ApprovalState.Waiting };
        var written = await versions.Run(blast, ct);
        HasVersions = written.Written.Count > 1;
        if (written.IsByLanguage) Languages = string.Join(", ", written.Languages.Prepend(blast.Language).Select(l => BlastWords.Language(l, words)));
        if (!blast.IsAnswer) OtherLanguages = [.. Words.Languages.Except([blast.Language, .. written.Languages], StringComparer.Ordinal).Select(l => new SelectListItem(BlastWords.Language(l, words), l))];
        Desk = await desk.Of(Form, blast.Channel, blast.IsAnswer, ModelState, ct) with { IsPattern = blast is { IsPattern: true, IssueOf: null }, IsTemplate = blast.IsTemplate };
        Problems = await checks.Run(blast, Form.SegmentId == blast.SegmentId && blast.StepId is null && !blast.IsPattern ? Desk.Audience.Count : null, ct);
        return again ? this.Again() : Page();
    }
}
