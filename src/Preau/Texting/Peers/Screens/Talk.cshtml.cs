using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Texting.Peers;

public sealed record GivenAnswer(ScriptQuestion Question, IReadOnlyList<ScriptAnswer> Answers, long AnswerId);

/// <summary>A volunteer's conversation with somebody of their campaign: what was written, what is asked, what may be replied. A first name is all that is told of the person.</summary>
[Needs(Permission.WriteTexts)]
public sealed class TalkPage(Database db, TexterDesk desk, CompileScript compile, MakeComposer make, LastTextCheck check, WriteText write, TextWords said, CurrentAccount me, Words words) : PageModel
{
    private const int Shown = 100;

    [FromRoute]
    public long Id { get; set; }

    [BindProperty]
    public TextForm Form { get; set; } = new();

    public TextCampaign Campaign { get; private set; } = new() { Name = "", Language = "fr" };
    public CampaignContact Contact { get; private set; } = new() { NumberKey = "" };
    public string FirstName { get; private set; } = "";
    public IReadOnlyList<TextMessage> Lines { get; private set; } = [];
    public Composer Composer { get; private set; } = new(new(), "", "", null, []);
    public long? Seen => Lines.LastOrDefault(t => t.IsIncoming)?.Id;

    /// <summary>What is to be found out next; nothing at the end of the script.</summary>
    public ScriptQuestion? Question { get; private set; }
    public IReadOnlyList<ScriptAnswer> Answers { get; private set; } = [];
    public IReadOnlyList<GivenAnswer> Given { get; private set; } = [];

    /// <summary>They wrote, and did not ask us to stop.</summary>
    public bool IsAnswerable => Contact is { AnsweredAt: not null, Stage: ContactStage.NeedsAnswer or ContactStage.Talking or ContactStage.Done };

    public string StateOf(TextMessage text) => text.State == TextState.Refused ? $"{said.Of(text.State)}. {said.Why(text.Reason)}" : said.Of(text.State);

    /// <param name="reply">What is put into the form: «a7», the reply to an answer; «c0», one of those at hand.</param>
    /// <param name="ct">Ends with the request.</param>
    public async Task<IActionResult> OnGet(string? reply, CancellationToken ct)
    {
        if (!await Load(ct)) return NotFound();
        if (Request.Headers["HX-Request-Type"] == "partial") return Partial("_TalkThread", this);
        await Prepare(null, reply, ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!await Load(ct)) return NotFound();
        if (!IsAnswerable) return LocalRedirect($"~/texting/talks/{Id}");
        await make.Check(Contact.NumberKey, Contact.PersonId, Form, ModelState, ct);
        if (ModelState.IsValid && await check.IsAsleep(Contact.NumberKey, ct)) ModelState.AddModelError("Form.Text", said.Why(TextWords.Hours));
        if (!ModelState.IsValid)
        {
            await Prepare(Form, null, ct);
            return this.Again();
        }

        await write.Run(Contact.NumberKey, Contact.PersonId, Form, Contact, ct);
        // Whoever waits longest is next.
        var next = await desk.People(Campaign.Id).Where(c => c.Stage == ContactStage.NeedsAnswer).OrderBy(c => c.AnsweredAt).ThenBy(c => c.Id).Select(c => (long?)c.Id).FirstOrDefaultAsync(ct);
        this.Say(words["Your answer is on its way."]);
        return LocalRedirect(next is { } id ? $"~/texting/talks/{id}" : $"~/texting/{Campaign.Id}/people");
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        if (await desk.Person(Id, ct) is not var (campaign, contact)) return false;
        (Campaign, Contact) = (campaign, contact);
        FirstName = (await desk.FirstNames([contact.PersonId], ct)).GetValueOrDefault(contact.PersonId, "");
        // Of what the number wrote elsewhere and before, nothing is theirs to read.
        var lines = await db.TextMessages.AsNoTracking().Where(t => t.CampaignContactId == contact.Id).OrderByDescending(t => t.At).ThenByDescending(t => t.Id).Take(Shown).ToListAsync(ct);
        lines.Reverse();
        Lines = lines;
        return true;
    }

    private async Task Prepare(TextForm? known, string? reply, CancellationToken ct)
    {
        if (!IsAnswerable) return;
        await Script(ct);
        var form = known ?? TextForm.Begin();
        if (known is null && await Suggested(reply, ct) is { } source) form.Text = await compile.For(source, Campaign.Language, Contact.PersonId, me.Name, ct);
        var conversation = new Conversation { NumberKey = Contact.NumberKey, PersonId = Contact.PersonId };
        Composer = await make.For(conversation, form, ct) with { Action = $"/texting/talks/{Id}" };
    }

    private async Task Script(CancellationToken ct)
    {
        var questions = await db.ScriptQuestions.AsNoTracking().Where(q => q.TextCampaignId == Campaign.Id).OrderBy(q => q.Position).ThenBy(q => q.Id).ToListAsync(ct);
        var ids = questions.Select(q => q.Id).ToList();
        var answers = (await db.ScriptAnswers.AsNoTracking().Where(a => ids.Contains(a.ScriptQuestionId)).OrderBy(a => a.Position).ThenBy(a => a.Id).ToListAsync(ct)).ToLookup(a => a.ScriptQuestionId);
        var given = await db.ContactAnswers.AsNoTracking().Where(a => a.CampaignContactId == Contact.Id).ToDictionaryAsync(a => a.ScriptQuestionId, a => a.ScriptAnswerId, ct);
        // Along the answers, from the first question on.
        var question = questions.FirstOrDefault();
        for (var steps = 0; question is not null && given.TryGetValue(question.Id, out var id) && steps < questions.Count; steps++)
        {
            var next = answers[question.Id].FirstOrDefault(a => a.Id == id)?.NextId;
            question = questions.Find(q => q.Id == next);
        }

        Question = question is not null && given.ContainsKey(question.Id) ? null : question;
        Answers = Question is null ? [] : [.. answers[Question.Id]];
        Given = [.. questions.Where(q => given.ContainsKey(q.Id)).Select(q => new GivenAnswer(q, [.. answers[q.Id]], given[q.Id]))];
    }

    private async Task<string?> Suggested(string? reply, CancellationToken ct)
    {
        if (reply is not { Length: > 1 and < 20 } || !long.TryParse(reply.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        if (reply[0] == 'c') return Campaign.Canned.ElementAtOrDefault((int)Math.Min(number, CampaignForm.MostReplies))?.Text;
        return await db.ScriptAnswers.Where(a => a.Id == number && db.ScriptQuestions.Any(q => q.Id == a.ScriptQuestionId && q.TextCampaignId == Campaign.Id)).Select(a => a.Reply).SingleOrDefaultAsync(ct) is { Length: > 0 } text ? text : null;
    }
}
