using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Jobs;
using Preau.Law;
using Preau.Mail.Launch;
using Preau.Mail.Measuring.Harm;
using Preau.Mail.Past;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Report;

/// <summary>What became of a mail: how far it is, whom it reached, what they did. While it moves, the numbers are asked for again.</summary>
[Needs(Permission.ViewMail)]
public sealed class ShowPage(Database db, BlastSummary summary, BesideOthers beside, ReadReport report, ReadDomains domains, SayProviders say, SayStopped stopped, BlastLaw law, ResendBlast resend, JobStore jobs, CurrentNation nation, CurrentAccount account, Words words, TimeProvider clock) : PageModel
{
    private const int LinksShown = 100, DeadRead = 100;

    /// <summary>Above this, a scheduled mail is one for later rather than one just sent.</summary>
    private static readonly TimeSpan UndoWindow = TimeSpan.FromMinutes(1);

    /// <summary>The state that the open page shows: when it is another now, the whole page is shown again.</summary>
    [BindProperty(SupportsGet = true)]
    public BlastState? Was { get; set; }

    public Blast Blast { get; private set; } = new() { Subject = "", Language = "fr" };
    public BlastTotal Total { get; private set; } = new();
    public IReadOnlyList<LinkRow> Links { get; private set; } = [];
    public IReadOnlyList<ReasonRow> Reasons { get; private set; } = [];
    public Besides Beside { get; private set; } = Besides.Nothing;
    public bool IsMeasured { get; private set; }

    /// <summary>It is said, or will be once it is counted, what it came to at each provider of mailboxes.</summary>
    public bool HasProviders { get; private set; }
    public IReadOnlyList<ProviderLine> Providers { get; private set; } = [];
    public DateTimeOffset? ProvidersAt { get; private set; }

    /// <summary>Which versions were stopped, when and why.</summary>
    public IReadOnlyList<string> Stops { get; private set; } = [];
    public string Sentence { get; private set; } = "";
    public string From { get; private set; } = "";
    public string? Author { get; private set; }

    /// <summary>Whether it can be written once more to those who did not click; empty where it can, null where that is not offered.</summary>
    public string? Resend { get; private set; }

    /// <summary>Those of them who are known to have left or not to be there are taken off.</summary>
    public long NotClicked => Math.Max(0, Total.Sent - Total.Clicked - Total.Unsubscribed - Total.BouncedHard - Total.Complained);

    /// <summary>Why it will not leave at its hour: the date of the vote was changed since it was planned.</summary>
    public IReadOnlyList<string> Objections { get; private set; } = [];

    /// <summary>How long it can still be taken back.</summary>
    public TimeSpan Left { get; private set; }
    public string LastMoment => Blast.SendAt is { } at ? TimeZoneInfo.ConvertTime(at, nation.Facts.Zone).ToString("T", CultureInfo.CurrentCulture) : "";
    public int SecondsLeft => (int)Math.Ceiling(Left.TotalSeconds);
    public bool CanTakeBack => Blast.State == BlastState.Scheduled && Left > TimeSpan.Zero;
    public bool IsUndo => CanTakeBack && Left <= UndoWindow;
    public bool IsAboutToLeave => (Blast.State == BlastState.Scheduled && Left <= TimeSpan.Zero) || (Blast.State == BlastState.Sending && Blast.FrozenAt is null);

    /// <summary>Nobody draws up its audience any more: the job was given up.</summary>
    public bool IsBrokenOff { get; private set; }
    public bool CanManageJobs => account.Can(Permission.ManageJobs);

    /// <summary>Outside the hours in which texts to many may leave: when they leave again.</summary>
    public DateTimeOffset? WaitsUntil { get; private set; }
    public bool IsMoving => Blast.State == BlastState.Sending || IsAboutToLeave;
    public DateTimeOffset? StateSince => (Blast.State == BlastState.Cancelled ? Blast.EndedAt : null) ?? Blast.FrozenAt ?? Blast.EndedAt ?? (Blast.State == BlastState.Scheduled ? Blast.SendAt : null);
    public Progress Progress => new(Blast.State == BlastState.Paused ? words["Paused"] : Blast.IsText ? words["Texts are leaving"] : words["Mails are leaving"], Total.Audience - Total.HeldOut - Total.Waiting, Total.Audience - Total.HeldOut, IsRunning: false);

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        var isPart = Request.Headers["HX-Request-Type"] == "partial";
        if (isPart && Was is { } was && was != blast.State)
        {
            Response.Headers["HX-Refresh"] = "true";
            return new EmptyResult();
        }

        if (blast.State == BlastState.Draft) return Redirect($"~/mail/{id}/edit");
        Blast = blast;
        Left = (blast.SendAt ?? clock.GetUtcNow()) - clock.GetUtcNow();
        Total = await db.BlastTotals.AsNoTracking().SingleOrDefaultAsync(t => t.BlastId == id, ct) ?? Total;
        (Sentence, From) = (await summary.WhoTo(blast, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, ct), await summary.From(blast, ct));
        Author = blast.AuthorId is { } author ? await db.Accounts.Where(a => a.Id == author).Select(a => a.Name).SingleOrDefaultAsync(ct) : null;
        if (blast is { State: BlastState.Scheduled, SendAt: { } due }) Objections = (await law.Run(blast, asksForGifts: false, due, ct)).Reasons(CultureInfo.CurrentUICulture);
        if (blast is { State: BlastState.Sending, FrozenAt: not null }) WaitsUntil = await law.Opens(blast, clock.GetUtcNow(), ct);
        if (IsAboutToLeave) IsBrokenOff = (await jobs.Dead(nation.Facts.Id.Value, DeadRead, ct)).Any(j => j.Kind == JobKinds.NameOf(typeof(StartBlast)) && JobKinds.Read<StartBlast>(j.Body).BlastId == id);
        Stops = await stopped.Of(blast, ct);
        IsMeasured = blast is { FrozenAt: not null, ForgottenAt: null, IsAnswer: false };
        if (Total.Unsubscribed > 0) Reasons = await report.Reasons(blast, ct);
        Beside = await beside.Of(blast, Total, ct);
        if (await resend.WhyNot(blast, ct) is not "" and var why) Resend = why ?? "";
        if (blast is { FrozenAt: not null, ForgottenAt: null }) Links = await report.Links(id, LinksShown, ct);
        if (!isPart) await ReadProviders(ct);
        return isPart ? Partial("_Body", this) : Page();
    }

    // Counted anew when the page is opened, not each two seconds while it is watched.
    private async Task ReadProviders(CancellationToken ct)
    {
        var found = await domains.Look(Blast, Total, ct);
        HasProviders = found is not null || ReadDomains.IsAwaited(Blast, Total);
        if (found is { } counted) (Providers, ProvidersAt) = (say.Of(counted.Rows), counted.KeptAt);
    }
}
