using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Mail;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Texting.Peers;

public sealed class AnswerForm
{
    public long? Id { get; set; }

    [StringLength(80), Display(Name = "They answer")]
    public string? Label { get; set; }

    [StringLength(TextCampaign.LongestText), Display(Name = "Suggested reply")]
    public string? Reply { get; set; }

    [Display(Name = "Then ask")]
    public long? NextId { get; set; }

    [StringLength(80), Display(Name = "Tag it puts on")]
    public string? Tag { get; set; }

    [Range(1, 5), Display(Name = "Support level")]
    public int? SupportLevel { get; set; }

    [StringLength(80), Display(Name = "Own field")]
    public string? Field { get; set; }

    [StringLength(200), Display(Name = "Its value")]
    public string? Value { get; set; }

    public bool IsEmpty => string.IsNullOrWhiteSpace(Label);
}

public sealed class QuestionForm
{
    public const int MostAnswers = 6;

    [Required, StringLength(200), Display(Name = "What is asked")]
    public string Text { get; set; } = "";

    public List<AnswerForm> Answers { get; set; } = [];

    public void Fill()
    {
        while (Answers.Count < MostAnswers) Answers.Add(new());
    }
}

/// <summary>One question of a script, with its answers. Those that people gave already are called otherwise, but not taken away one by one.</summary>
[Needs(Permission.EditMail)]
public sealed class QuestionPage(Database db, OwnFields own, CompileScript compile, MistakeWords mistakes, Words words) : PageModel
{
    [FromRoute]
    public long Id { get; set; }

    [BindProperty]
    public QuestionForm Form { get; set; } = new();

    public long CampaignId { get; private set; }
    public string CampaignName { get; private set; } = "";
    public IReadOnlyList<SelectListItem> Nexts { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Fields { get; private set; } = [];

    private string language = "fr";

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await Load(ct) is not { } question) return NotFound();
        Form.Text = question.Text;
        foreach (var a in await Answers.AsNoTracking().ToListAsync(ct)) Form.Answers.Add(new() { Id = a.Id, Label = a.Label, Reply = a.Reply, NextId = a.NextId, Tag = a.Tag, SupportLevel = a.SupportLevel, Field = a.Field, Value = a.Value });
        Form.Fill();
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await Load(ct) is not { } question) return NotFound();
        Form.Fill();
        Form.Answers.RemoveRange(QuestionForm.MostAnswers, Form.Answers.Count - QuestionForm.MostAnswers);
        await Check(ct);
        if (!ModelState.IsValid) return this.Again();
        question.Text = Form.Text.Trim();
        var known = await Answers.ToListAsync(ct);
        foreach (var (position, form) in Form.Answers.Index())
        {
            var answer = known.Find(a => a.Id == form.Id);
            if (form.IsEmpty)
            {
                if (answer is null) continue;
                if (await db.ContactAnswers.AnyAsync(a => a.ScriptAnswerId == answer.Id, ct))
                {
                    ModelState.AddModelError($"Form.Answers[{position}].Label", words["People gave this answer already: it stays."]);
                    return this.Again();
                }

                db.Remove(answer);
                continue;
            }

            if (answer is null) db.Add(answer = new ScriptAnswer { ScriptQuestionId = Id, Label = "" });
            (answer.Position, answer.Label, answer.Reply, answer.NextId) = (position, form.Label?.Trim() ?? "", (form.Reply ?? "").Trim().ReplaceLineEndings("\n"), form.NextId);
            (answer.Tag, answer.Field, answer.Value, answer.SupportLevel) = (form.Tag?.Trim() ?? "", form.Field ?? "", form.Value?.Trim() ?? "", form.SupportLevel);
        }

        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return LocalRedirect($"~/texts/campaigns/{CampaignId}");
    }

    private IQueryable<ScriptAnswer> Answers => db.ScriptAnswers.Where(a => a.ScriptQuestionId == Id).OrderBy(a => a.Position).ThenBy(a => a.Id);

    private async Task Check(CancellationToken ct)
    {
        var fields = await own.Changeable(ct);
        foreach (var (position, form) in Form.Answers.Index().Where(a => !a.Item.IsEmpty))
        {
            void Wrong(string field, string why) => ModelState.AddModelError($"Form.Answers[{position}].{field}", why);
            foreach (var problem in await compile.Check(form.Reply ?? "", language, ct)) Wrong("Reply", mistakes.Of(problem));
            if (form.NextId is { } next && !Nexts.Any(n => n.Value == next.ToString(CultureInfo.InvariantCulture))) Wrong("NextId", words["This question is no longer there."]);
            if (string.IsNullOrEmpty(form.Field)) continue;
            if (fields.Find(f => f.Slug == form.Field) is not { } field) Wrong("Field", words["This field is no longer there."]);
            else if (!OwnFields.Put(field, form.Value ?? "", new CustomValue())) Wrong("Value", words["The field “{0}” does not take this value.", field.Name]);
        }
    }

    private async Task<ScriptQuestion?> Load(CancellationToken ct)
    {
        if (await db.ScriptQuestions.SingleOrDefaultAsync(q => q.Id == Id, ct) is not { } question) return null;
        var campaign = await db.TextCampaigns.AsNoTracking().SingleAsync(c => c.Id == question.TextCampaignId, ct);
        (CampaignId, CampaignName, language) = (campaign.Id, campaign.Name, campaign.Language);
        Nexts = [.. (await db.ScriptQuestions.Where(q => q.TextCampaignId == campaign.Id && q.Id != Id).OrderBy(q => q.Position).Select(q => new { q.Id, q.Text }).ToListAsync(ct)).Select(q => new SelectListItem(q.Text, q.Id.ToString(CultureInfo.InvariantCulture)))];
        Fields = [.. (await own.Changeable(ct)).Where(f => f.Kind != FieldKind.Person).Select(f => new SelectListItem(f.Name, f.Slug))];
        return question;
    }
}
