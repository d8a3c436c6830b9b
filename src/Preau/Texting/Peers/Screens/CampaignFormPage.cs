using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Law;
using Preau.Mail;
using Preau.Mail.Writing;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Texting.Peers;

/// <summary>What the two pages with the form share.</summary>
public abstract class CampaignFormPage : PageModel
{
    [BindProperty]
    public CampaignForm Form { get; set; } = new();

    public IReadOnlyList<MailSegment> Segments { get; private set; } = [];
    public AudienceView? Audience { get; private set; }
    public string Foot { get; private set; } = "";
    public IEnumerable<SelectListItem> Languages { get; private set; } = [];
    public virtual bool IsDraft => true;

    protected async Task Load(CampaignDesk desk, CancellationToken ct) => (Segments, Audience, Foot, Languages) = await desk.Load(Form, ct);
}

/// <summary>What the form needs beside what is filled in, and the check of that.</summary>
public sealed class CampaignDesk(Database db, MailSegments segments, ViewAudience audience, TextFoot foot, CompileScript compile, MistakeWords mistakes, BlastWords said, Words words)
{
    public async Task<(IReadOnlyList<MailSegment>, AudienceView, string, IEnumerable<SelectListItem>)> Load(CampaignForm form, CancellationToken ct) =>
        (await segments.All(form.Language, ct), await audience.Of(form.SegmentId, Channel.Sms, isCounted: false, ct), foot.In(form.Language), Words.Languages.Select(l => new SelectListItem(said.Language(l), l)));

    public async Task Check(CampaignForm form, Microsoft.AspNetCore.Mvc.ModelBinding.ModelStateDictionary state, CancellationToken ct)
    {
        if (!state.IsValid) return;
        if (form.SegmentId is { } id && !await db.Segments.AnyAsync(s => s.Id == id, ct)) state.AddModelError("Form.SegmentId", words["This segment is no longer there."]);
        foreach (var problem in await compile.Check(form.Opening ?? "", form.Language, ct)) state.AddModelError("Form.Opening", mistakes.Of(problem));
        foreach (var reply in form.Replies)
        {
            foreach (var problem in await compile.Check(reply.Text, form.Language, ct)) state.AddModelError("", words["{0}: {1}", reply.Title, mistakes.Of(problem)]);
        }
    }
}

[Needs(Permission.EditMail)]
public sealed class EditPage(Database db, CampaignDesk desk, StartCampaign start, Words words, TimeProvider clock) : CampaignFormPage
{
    public TextCampaign Campaign { get; private set; } = new() { Name = "", Language = "fr" };
    public override bool IsDraft => Campaign.State == TextCampaignState.Draft;

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.TextCampaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } campaign) return NotFound();
        (Campaign, Form) = (campaign, CampaignForm.Of(campaign));
        await Load(desk, ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.TextCampaigns.SingleOrDefaultAsync(c => c.Id == id, ct) is not { } campaign) return NotFound();
        Campaign = campaign;
        await desk.Check(Form, ModelState, ct);
        if (ModelState.IsValid)
        {
            Form.CopyTo(campaign, clock.GetUtcNow());
            // What volunteers are sending is held to what was asked before they began.
            foreach (var problem in IsDraft ? [] : (await start.OfText(campaign, ct)).Where(p => p.IsBlocking)) ModelState.AddModelError("Form.Opening", problem.Text);
        }

        if (!ModelState.IsValid)
        {
            await Load(desk, ct);
            return this.Again();
        }

        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return LocalRedirect($"~/texts/campaigns/{id}");
    }
}

[Needs(Permission.EditMail)]
public sealed class NewPage(Database db, CampaignDesk desk, CurrentAccount me, CurrentNation nation, TimeProvider clock) : CampaignFormPage
{
    public async Task OnGet(long? segment, CancellationToken ct)
    {
        (Form.Language, Form.SegmentId) = (nation.Facts.Language, segment);
        await Load(desk, ct);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await desk.Check(Form, ModelState, ct);
        if (!ModelState.IsValid)
        {
            await Load(desk, ct);
            return this.Again();
        }

        var now = clock.GetUtcNow();
        var campaign = new TextCampaign { Name = Form.Name.Trim(), Language = Form.Language, AuthorId = me.Id, CreatedAt = now };
        Form.CopyTo(campaign, now);
        db.Add(campaign);
        await db.SaveChangesAsync(ct);
        return LocalRedirect($"~/texts/campaigns/{campaign.Id}");
    }
}
