using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Mail;

namespace Preau.Texting.Peers;

/// <summary>A texting campaign for its organiser: what is missing before it begins, then how far it has come, who sends and what people answer.</summary>
[Needs(Permission.ViewMail)]
public sealed class CampaignPage(Database db, StartCampaign start, CountPeers count, CompileScript compile, MeasurePeers measure, MeasureOpening cost, Audience audience, CurrentAccount me) : PageModel
{
    private IReadOnlyList<ScriptAnswer> answers = [];
    private IReadOnlyList<AnswerCount> answered = [];

    public TextCampaign Campaign { get; private set; } = new() { Name = "", Language = "fr" };
    public string? Segment { get; private set; }
    public string? Example { get; private set; }
    public IReadOnlyList<BlastProblem> Problems { get; private set; } = [];
    public PeerCounts Counts { get; private set; } = new(new Dictionary<ContactStage, int>(), 0, 0, 0);
    public PeerOutcomes? Outcomes { get; private set; }

    /// <summary>What its first texts take; null where nothing is written, or it is not counted.</summary>
    public TextMeasure? Measure { get; private set; }

    /// <summary>Counting takes longer than making a page, and waits to be asked for.</summary>
    public bool CanCount { get; private set; }
    public IReadOnlyList<TexterRow> Texters { get; private set; } = [];
    public IReadOnlyList<(long Id, string Name)> Candidates { get; private set; } = [];
    public IReadOnlyList<ScriptQuestion> Questions { get; private set; } = [];

    public IEnumerable<ScriptAnswer> AnswersOf(ScriptQuestion question) => answers.Where(a => a.ScriptQuestionId == question.Id);

    public AnswerCount? CountOf(ScriptAnswer answer) => Campaign.State == TextCampaignState.Draft ? null : answered.FirstOrDefault(a => a.AnswerId == answer.Id);

    /// <param name="id">The campaign.</param>
    /// <param name="counted">Waits for the count, however long it takes.</param>
    /// <param name="ct">Ends with the request.</param>
    public async Task<IActionResult> OnGet(long id, bool counted, CancellationToken ct)
    {
        if (await db.TextCampaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } campaign) return NotFound();
        Campaign = campaign;
        Segment = await db.Segments.Where(s => s.Id == campaign.SegmentId).Select(s => s.Name).SingleOrDefaultAsync(ct);
        Example = await compile.For(campaign.Opening, campaign.Language, 0, me.Name, ct);
        (Counts, Texters) = await count.Run(id, ct);
        Outcomes = await measure.Run(campaign, ct);
        Candidates = [.. (await db.Memberships.Where(m => !m.IsPending && m.Role != Role.Finance && !db.CampaignTexters.Any(t => t.TextCampaignId == id && t.AccountId == m.AccountId && t.LeftAt == null)).Join(db.Accounts, m => m.AccountId, a => a.Id, (m, a) => new { a.Id, a.Name }).OrderBy(a => a.Name).ToListAsync(ct)).Select(a => (a.Id, a.Name))];
        Questions = await db.ScriptQuestions.AsNoTracking().Where(q => q.TextCampaignId == id).OrderBy(q => q.Position).ThenBy(q => q.Id).ToListAsync(ct);
        answers = await db.ScriptAnswers.AsNoTracking().Where(a => db.ScriptQuestions.Any(q => q.Id == a.ScriptQuestionId && q.TextCampaignId == id)).OrderBy(a => a.Position).ThenBy(a => a.Id).ToListAsync(ct);
        if (campaign.State == TextCampaignState.Draft) await Prepare(campaign, counted, ct);
        else answered = await count.Answers(id, ct);
        return Page();
    }

    private async Task Prepare(TextCampaign campaign, bool isCounted, CancellationToken ct)
    {
        Problems = await start.Problems(campaign, ct);
        if (isCounted || await audience.IsQuick(ct)) Measure = await cost.Run(campaign, ct);
        else CanCount = campaign.Opening.Length > 0;
    }
}
