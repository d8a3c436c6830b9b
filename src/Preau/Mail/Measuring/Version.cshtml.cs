using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Mail.Blocks;
using Preau.Panel;
using Preau.Shared;
using Preau.Texting;

namespace Preau.Mail.Measuring;

/// <summary>The words of one version of a draft.</summary>
[Needs(Permission.EditMail)]
public sealed class VersionPage(Database db, ChangeVersions change, VersionsOf versions, MailTexts texts, TextFoot foot, GiftNames gifts, Words words) : PageModel
{
    [BindProperty]
    public VersionForm Form { get; set; } = new();

    public Blast Blast { get; private set; } = new() { Subject = "", Language = "fr" };
    public int Place { get; private set; }
    public MailText? Text { get; private set; }
    /// <summary>Of the text; null in the mail's own.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Language { get; set; }
    public string Title { get; private set; } = "";
    /// <summary>Its number in a preview.</summary>
    public int Number { get; private set; }
    public IReadOnlyList<SelectListItem> Delays => [.. VersionForm.Delays.Select(d => new SelectListItem(VersionForm.Label(d, words), d.ToString(System.Globalization.CultureInfo.InvariantCulture)))];
    public string Foot => foot.In(Language ?? Blast.Language);

    public async Task<IActionResult> OnGet(long id, int place, CancellationToken ct)
    {
        if (await Find(id, place, ct) is not { } version) return NotFound();
        if (Blast.State != BlastState.Draft) return Redirect($"~/mail/{id}");
        Form = VersionForm.Of(version, Blast.Format);
        Text = await texts.Of(Blast.Format, Form.Body, Language ?? Blast.Language, Blast.IsAnswer, ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(long id, int place, CancellationToken ct)
    {
        if (await Find(id, place, ct) is not { } version) return NotFound();
        if (!Blast.IsText && MailSource.WhyNot(Form.Format, Form.Body) is { } whyNot) ModelState.AddModelError("Form.Body", words[whyNot]);
        if (gifts.WhyNot(Form.Subject, Form.Preheader, Form.Body) is { } secret) ModelState.AddModelError("Form.Body", secret);
        if (Form.Delay > 0 && Blast.TrialShare > 0) ModelState.AddModelError("Form.Delay", words["The better version is chosen before this one has left: send all versions at once, or this one together with the first."]);
        if (!ModelState.IsValid)
        {
            Text = await texts.Of(Form.Format, Form.Body, Language ?? Blast.Language, Blast.IsAnswer, ct);
            return this.Again();
        }

        if (await change.Save(Blast, version, Form, ct)) this.Say(words["Saved."]);
        else this.Warn(words["It is no draft any more: nothing of what you wrote here was saved."]);
        return Redirect($"~/mail/{id}/versions");
    }

    private async Task<BlastVersion?> Find(long id, int place, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return null;
        (Blast, Place) = (blast, place);
        var all = await versions.Run(blast, ct);
        (Number, Title) = (all.Of(place, Language), all.Name(place, Language, words));
        var language = Language ?? BlastVersion.Own;
        return await db.BlastVersions.SingleOrDefaultAsync(v => v.BlastId == id && v.Place == place && v.Language == language, ct);
    }
}
