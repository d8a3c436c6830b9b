using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Contacts.FollowUps;
using Preau.Dashboard.Counting;
using Preau.Law;
using Preau.Mail;
using Preau.Mail.Pacing;
using Preau.Shared;
using Preau.Site;

namespace Preau.Dashboard.Board;

/// <summary>What to do next: the first five that apply (what is planned for a silence comes before mails that stand still, and those before mails that nobody knows of), each from data that its sentence tells and its address shows.</summary>
public sealed class NextSteps(Database db, CurrentAccount me, CampaignLaw law, FollowUpList followUps, Words words)
{
    private const int Most = 5;

    public async Task<List<Step>> Of(Tallies tallies, IReadOnlyList<MailLine> mails, IReadOnlyList<GoalLine> goals, CancellationToken ct)
    {
        var steps = new List<Step>();
        if (me.Can(Permission.WriteNotes) && await followUps.DueCount(ct) is > 0 and var due)
            steps.Add(new(words.Count(due, "{0} follow-up of yours is due today or overdue.", "{0} follow-ups of yours are due today or overdue."), "/follow-ups?due=true", "list-check"));
        if (tallies.Of(Measure.Contacts).Count == 0 && me.Can(Permission.ImportPeople))
            steps.Add(new(words["No contact yet: bring in the people you know from a file."], "/imports/new", "upload"));
        if (me.Can(Permission.ViewGifts) && await db.Gifts.AnyAsync(g => g.NeedsReview, ct))
            steps.Add(new(words["Some gifts need somebody to look at them."], "/gifts?review=true", "coin-euro"));
        if (await Silenced(ct) is { } silenced) steps.Add(silenced);
        else if (me.Can(Permission.ViewMail) && await Stuck(ct) is var (blastId, subject))
            steps.Add(new(words["“{0}” stands still: see why its mails do not leave.", SubjectLine.Plain(subject)], string.Create(CultureInfo.InvariantCulture, $"/mail/{blastId}"), "mail"));
        else if (mails.FirstOrDefault(m => m.Unknown.Number > 0) is { } unsure)
            steps.Add(new(words.Count(unsure.Unknown.Number, "{0} mail of “{1}” may have arrived or not: ask the relay.", "{0} mails of “{1}” may have arrived or not: ask the relay.", unsure.Subject), unsure.Unknown.Path, "mail"));
        if (me.Can(Permission.EditMail) && tallies.Of(Measure.Unwritten).Count is > 0 and var waiting)
            steps.Add(new(words.Count(waiting, "{0} contact agreed to news and never got a mail: write to them.", "{0} contacts agreed to news and never got a mail: write to them."), Lists.Of(Measure.Unwritten), "users"));
        if (goals.FirstOrDefault(g => g.IsLate) is { } late)
            steps.Add(new(words["{0}: {1} of {2} until {3}. That is behind the calendar.", late.Label, late.Reached.Text, late.Target, late.DueOn.ToString("d MMMM", CultureInfo.CurrentCulture)], late.Reached.Path, "target"));
        return [.. steps.Take(Most)];
    }

    /// <summary>Messages to many that do not leave until somebody looks. What a warm-up keeps for tomorrow leaves by itself.</summary>
    public static IQueryable<Blast> StandStill(Database db) => db.Blasts.Where(b => b.Problem != null && b.Problem != DailyQuota.Rests && (b.State == BlastState.Sending || b.State == BlastState.Paused));

    /// <summary>What was planned before the date of the vote was changed, and now falls where the law wants silence.</summary>
    private async Task<Step?> Silenced(CancellationToken ct)
    {
        foreach (var round in await law.SilentRounds(ct))
        {
            // Whole messages stop by the silence at home; a page is read everywhere.
            var (from, until) = (round.From.ToUniversalTime(), round.Until.ToUniversalTime());
            var (quiet, over) = ((round.Home?.From ?? from).ToUniversalTime(), (round.Home?.Until ?? from).ToUniversalTime());
            if (me.Can(Permission.ViewMail) && await db.Blasts.Where(b => b.State == BlastState.Scheduled && b.SendAt >= quiet && b.SendAt < over).OrderBy(b => b.SendAt).Select(b => new { b.Id, b.Subject }).FirstOrDefaultAsync(ct) is { } mail)
                return new(words["“{0}” is planned for the silence before the vote and will not leave: choose another hour.", SubjectLine.Plain(mail.Subject)], string.Create(CultureInfo.InvariantCulture, $"/mail/{mail.Id}"), "mail");
            if (me.Can(Permission.EditSite) && await db.SitePages.Where(p => p.Status == PageStatus.Scheduled && p.PublishAt >= from && p.PublishAt < until).OrderBy(p => p.PublishAt).Select(p => new { p.Id, p.Title }).FirstOrDefaultAsync(ct) is { } page)
                return new(words["The page “{0}” is planned for the silence before the vote and will not go out: choose another hour.", page.Title], string.Create(CultureInfo.InvariantCulture, $"/pages/{page.Id}"), "world");
        }

        return null;
    }

    private async Task<(long Id, string Subject)?> Stuck(CancellationToken ct)
    {
        var found = await StandStill(db).OrderByDescending(b => b.Id).Select(b => new { b.Id, b.Subject }).FirstOrDefaultAsync(ct);
        return found is null ? null : (found.Id, found.Subject);
    }
}
