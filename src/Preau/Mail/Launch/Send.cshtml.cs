using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Mail.Approval;
using Preau.Mail.Checks;
using Preau.Mail.Measuring;
using Preau.Mail.Writing;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;
using Preau.Texting;

namespace Preau.Mail.Launch;

public sealed class SendForm
{
    /// <summary>How many the sender was shown.</summary>
    public long Count { get; set; }

    [StringLength(30), Display(Name = "Number of people")]
    public string? Typed { get; set; }

    [StringLength(BlastApproval.LongestNote), Display(Name = "A word to whoever approves it")]
    public string? Note { get; set; }

    /// <summary>The state of the mail that the sender was shown.</summary>
    public string? Seen { get; set; }
}

/// <summary>The last page before a mail leaves: it names what leaves, to how many, from whom, and what stands in the way.</summary>
[Needs(Permission.SendMail)]
public sealed class SendPage(Database db, ScheduleBlast schedule, VersionsOf versions, LookOver look, LinksOfBlast links, Approvals approvals, ViewApproval viewApproval, Audience audience, ViewAudience view, RenderText render, BlastSummary summary, BlastWords said, NationSettings settings, CurrentNation nation, Words words) : PageModel
{
    [BindProperty]
    public SendForm Form { get; set; } = new();

    public Blast Blast { get; private set; } = new() { Subject = "", Language = "fr" };

    /// <summary>Null while a long count is still to come: the page asks for itself again, counted.</summary>
    public AudienceCount? Count { get; private set; }
    private long Reachable => Count?.Reachable ?? 0;
    public IReadOnlyList<(string Why, long Count)> LeftOut { get; private set; } = [];
    public BlastTexts Texts { get; private set; } = new(new() { Subject = "", Language = "fr" }, []);
    public IReadOnlyList<BlastProblem> Problems { get; private set; } = [];
    public LinkReport? Links { get; private set; }

    /// <summary>Where it stands with its second person.</summary>
    public ApprovalView Approval { get; private set; } = new(false, null, false, false, "", "", false);
    public bool AsksForApproval => Approval.IsNeeded;
    public string Sentence { get; private set; } = "";
    public string From { get; private set; } = "";
    public string? AnswersTo { get; private set; }
    public string? LocalAt { get; private set; }
    /// <summary>What a text takes; null for a mail, and where it cannot be written out.</summary>
    public TextMeasure? Measure { get; private set; }
    public bool CanSend => Problems.All(p => !p.IsBlocking);

    /// <summary>What the law does not allow now it may allow at the hour that is chosen, and is asked for it then.</summary>
    public bool CanPlan => Problems.All(p => !p.IsBlocking || p.RuleId is not null);
    public bool MustType => Reachable > ScheduleBlast.TypedAbove;
    /// <summary>Null where everybody gets a version at once.</summary>
    public string? First => Blast.TrialShare == 0 || Texts.Versions.Count == 1 ? null
        : Blast.TrialWaves > 1 ? words["{0} of them get it at once; the others leave in {2} waves, each after {1}, and before each the versions by which surely fewer people acted drop out.", (Blast.TrialShare / 10_000.0).ToString("P0", CultureInfo.CurrentCulture), FirstForm.Label(Blast.TrialMinutes, words), Blast.TrialWaves]
        : words["{0} of them get it at once; the others wait {1} and then get the version by which more people acted.", (Blast.TrialShare / 10_000.0).ToString("P0", CultureInfo.CurrentCulture), FirstForm.Label(Blast.TrialMinutes, words)];

    /// <summary>How many of them will not get it, on purpose; null where nobody is held out.</summary>
    public string? HeldOut => Blast.HeldOutShare == 0 ? null
        : words["{0} of these people, drawn by lot when it begins to leave, do not get it, to measure what it does: about {1}.", (Blast.HeldOutShare / 10_000.0).ToString("P0", CultureInfo.CurrentCulture), (Reachable * Blast.HeldOutShare / 10_000).ToString("N0", CultureInfo.CurrentCulture)];
    private string Changed => words["It was changed since you opened this page. Look at it again before it leaves."];
    public string ButtonText => AsksForApproval ? words.Count(Reachable, "Ask for approval to send “{1}” to {0} person", "Ask for approval to send “{1}” to {0} people", Blast.Heading) : words.Count(Reachable, "Send “{1}” to {0} person", "Send “{1}” to {0} people", Blast.Heading);
    public string ButtonDetail => words["From {0}, in {1}. {2}.", From, said.Language(Blast.Language), Sentence];

    /// <param name="id">The mail.</param>
    /// <param name="counted">Waits for the count, however long it takes.</param>
    /// <param name="ct">Ends with the request.</param>
    public async Task<IActionResult> OnGet(long id, bool counted, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        if (blast.PatternPath is { } automatic) return Redirect("~" + automatic);
        if (blast.State != BlastState.Draft) return Left(id);
        await Show(blast, counted || await audience.IsQuick(ct), ct);
        return Page();
    }

    /// <param name="id">The mail.</param>
    /// <param name="when">«now» or «later».</param>
    /// <param name="at">The hour on the nation's clock, for later.</param>
    /// <param name="ct">Ends with the request.</param>
    public async Task<IActionResult> OnPost(long id, string? when, DateTime? at, CancellationToken ct)
    {
        if (await db.Blasts.SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        if (blast.State != BlastState.Draft) return Decided(id);

        LocalAt = at?.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);
        if (Form.Seen != EditMark.Of(blast.ChangedAt)) ModelState.AddModelError("", Changed);
        if (Form.Count > ScheduleBlast.TypedAbove && Typed() != Form.Count) ModelState.AddModelError("Form.Typed", words["Type the number of people, {0}, to send.", Form.Count.ToString("N0", CultureInfo.CurrentCulture)]);
        var due = when == "later" ? Instant(at) : null;
        if (when == "later" && due is null) ModelState.AddModelError("send_at", words["Choose a day and hour to come first."]);
        if (ModelState.IsValid)
        {
            switch (await schedule.Run(blast, due, Form.Count, ct))
            {
                case Scheduling.Scheduled:
                    return Redirect($"~/mail/{id}");
                case Scheduling.NeedsApproval needed:
                    await approvals.Ask(blast, due, needed.People, Form.Note, ct);
                    this.Say(words["Approval is asked for. Those who may give it are told by mail; nothing leaves before."]);
                    return Redirect($"~/mail/{id}/send");
                case Scheduling.Refused refused:
                    foreach (var problem in refused.Reasons) ModelState.AddModelError("", problem.Text);
                    break;
                case Scheduling.Overtaken:
                    if (await db.Blasts.AnyAsync(b => b.Id == id && b.State != BlastState.Draft, ct)) return Decided(id);
                    ModelState.AddModelError("", Changed);
                    break;
            }
        }

        await Show(await db.Blasts.AsNoTracking().SingleAsync(b => b.Id == id, ct), isCounted: true, ct);
        return this.Again();
    }

    /// <summary>Somebody sent it meanwhile: the count that the page asks for has nowhere to stand.</summary>
    private IActionResult Left(long id)
    {
        if (!Request.Headers.ContainsKey("HX-Request")) return Redirect($"~/mail/{id}");
        Response.Headers["HX-Redirect"] = Url.Content($"~/mail/{id}");
        return new EmptyResult();
    }

    /// <summary>A second click, or a second tab: the first one decided.</summary>
    private RedirectResult Decided(long id)
    {
        this.Say(words["It was sent or scheduled already; nothing more was done."]);
        return Redirect($"~/mail/{id}");
    }

    private async Task Show(Blast blast, bool isCounted, CancellationToken ct)
    {
        Blast = blast;
        if (isCounted)
        {
            Count = await audience.Count(blast, blast.IsText ? (await settings.Get<TextSettings>(ct)).PriceBeginnings() : [], ct);
            if (blast.IsText) Measure = await render.Measure(blast, Count, ct);
            LeftOut = view.LeftOut(Count, blast.Channel);
        }

        Texts = await versions.Run(blast, ct);
        Links = await links.Report(blast, ct);
        Problems = await look.Run(blast, Count, Links, ct);
        Approval = await viewApproval.Of(blast, Reachable, ct);
        if (Measure is { Most: > TextMessage.MostSegments }) Problems = [.. Problems, new(words["With some people it takes more than {0} SMS: they do not get it.", TextMessage.MostSegments], IsBlocking: false)];
        AnswersTo = await summary.AnswersTo(blast, ct);
        (Sentence, From) = (await summary.WhoTo(blast, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, ct), await summary.From(blast, ct));
        ModelState.Remove("Form.Seen");
        Form.Seen = EditMark.Of(blast.ChangedAt);
    }

    // «1 204», «1,204» and «1204» are the same number.
    private long? Typed() => long.TryParse(string.Concat((Form.Typed ?? "").Where(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private DateTimeOffset? Instant(DateTime? local)
    {
        if (local is not { Year: > 2000 and < 3000 } clock) return null;
        var wall = DateTime.SpecifyKind(clock, DateTimeKind.Unspecified);
        return new DateTimeOffset(wall, nation.Facts.Zone.GetUtcOffset(wall)).ToUniversalTime();
    }
}
