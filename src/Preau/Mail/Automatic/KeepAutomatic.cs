using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Mail.Automatic.Newsletters;
using Preau.Mail.Blocks;
using Preau.Site;

namespace Preau.Mail.Automatic;

/// <summary>Makes automatic mails, switches them, and takes them away.</summary>
public sealed class KeepAutomatic(Database db, AutomaticWords said, CurrentAccount account, SiteViews views, CurrentNation nation, TimeProvider clock)
{
    /// <summary>Steps behind one page.</summary>
    public const int MostSteps = 10;

    /// <summary>The kinds of pages on which people sign up or sign: what a follow-up can move them to.</summary>
    public static readonly IReadOnlyList<PageKind> Goals = [PageKind.SignUp, PageKind.Petition];

    /// <summary>The kinds of pages that take something of a person, all of them: after each something can go out by itself. What comes after a gift only those see who may see gifts.</summary>
    public static readonly IReadOnlyList<PageKind> Pages = [.. Goals, PageKind.Donation];

    /// <summary>Off, with a text to begin with. Null where there is no such page, or no room.</summary>
    public async Task<AutomaticMail?> New(AutomaticKind kind, long? pageId, CancellationToken ct)
    {
        var isYearly = AutomaticMail.ComesYearly(kind);
        var page = isYearly ? null : await db.SitePages.AsNoTracking().SingleOrDefaultAsync(p => p.Id == pageId && p.RemovedAt == null && Pages.Contains(p.Kind), ct);
        if (!isYearly && page is null) return null;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var there = await db.AutomaticMails.Where(m => m.Kind == kind && m.PageId == (page == null ? null : page.Id)).OrderBy(m => m.Id).ToListAsync(ct);
        if (kind == AutomaticKind.FollowUp ? there.Count >= MostSteps : there.Count > 0) return there[0];
        var (now, language) = (clock.GetUtcNow(), page?.Language ?? nation.Facts.Language);
        var mail = new AutomaticMail { Kind = kind, PageId = page?.Id, TellsOfGifts = page?.Kind == PageKind.Donation, CreatedAt = now, ChangedAt = now, Days = there.Count == 0 ? 3 : Math.Min(there.Max(m => m.Days) + 4, AutomaticMail.MostDays) };
        db.Add(mail);
        var (subject, body) = said.Beginning(mail, page, page is null ? "" : PageAddress.Of(page.Slug, page.Language, await views.FirstLanguage(ct)), language);
        var blast = new Blast
        {
            PatternOf = mail.Id, IsAnswer = kind == AutomaticKind.Answer, TellsOfGifts = mail.TellsOfGifts, StepId = kind == AutomaticKind.Answer ? null : mail.Id, Subject = subject, Body = body, Format = MailFormat.Blocks, Language = language,
            Sentence = await said.Sentence(mail, language, ct), AuthorId = account.Id, CreatedAt = now, ChangedAt = now,
        };
        db.Add(blast);
        mail.BlastId = blast.Id;
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return mail;
    }

    /// <summary>Off, for everybody who asked for news, made of what is new on the site.</summary>
    public async Task<Newsletter> Newsletter(CancellationToken ct)
    {
        var (now, language) = (clock.GetUtcNow(), nation.Facts.Language);
        var letter = new Newsletter { CreatedAt = now, ChangedAt = now };
        db.Add(letter);
        var (subject, body) = said.Beginning(language);
        var blast = new Blast { PatternOf = letter.Id, IssueOf = letter.Id, Subject = subject, Body = body, Format = MailFormat.Blocks, Language = language, AuthorId = account.Id, CreatedAt = now, ChangedAt = now };
        db.Add(blast);
        letter.BlastId = blast.Id;
        await db.SaveChangesAsync(ct);
        return letter;
    }

    public async Task Switch(AutomaticMail mail, bool isOn, CancellationToken ct)
    {
        if (mail.IsOn == isOn) return;
        (mail.IsOn, mail.ChangedAt) = (isOn, clock.GetUtcNow());
        // Whose day it is today got nothing: it begins with tomorrow.
        if (isOn && mail.IsYearly) mail.RanOn = nation.Facts.DayOf(mail.ChangedAt);
        db.Trail.Note(isOn ? "automatic_mail.resumed" : "automatic_mail.paused", 1, subjectId: mail.Id);
        await db.SaveChangesAsync(ct);
    }

    public async Task Switch(Newsletter letter, bool isOn, CancellationToken ct)
    {
        if (letter.IsOn == isOn) return;
        (letter.IsOn, letter.ChangedAt) = (isOn, clock.GetUtcNow());
        letter.NextAt = isOn ? letter.NextAfter(letter.ChangedAt, nation.Facts.Zone) : null;
        db.Trail.Note(isOn ? "newsletter.resumed" : "newsletter.paused", 1, subjectId: letter.Id);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Its turns go with it; the blasts that it made stay, since people may ask why they were written to.</summary>
    public async Task Remove(AutomaticMail mail, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.AutomaticTurns.Where(t => t.AutomaticMailId == mail.Id).ExecuteDeleteAsync(ct);
        await db.AutomaticMails.Where(m => m.Id == mail.Id).ExecuteDeleteAsync(ct);
        await RemoveText(mail.BlastId, ct);
        db.Trail.Record("automatic_mail.deleted", [], subjectId: mail.Id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    public async Task Remove(Newsletter letter, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.NewsletterItems.Where(i => i.NewsletterId == letter.Id).ExecuteDeleteAsync(ct);
        await db.Newsletters.Where(n => n.Id == letter.Id).ExecuteDeleteAsync(ct);
        await RemoveText(letter.BlastId, ct);
        db.Trail.Record("newsletter.deleted", [], subjectId: letter.Id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private async Task RemoveText(long blastId, CancellationToken ct)
    {
        await db.BlastVersions.Where(v => v.BlastId == blastId).ExecuteDeleteAsync(ct);
        await db.MailLinks.Where(l => l.BlastId == blastId).ExecuteDeleteAsync(ct);
        await db.Blasts.Where(b => b.Id == blastId).ExecuteDeleteAsync(ct);
    }
}
