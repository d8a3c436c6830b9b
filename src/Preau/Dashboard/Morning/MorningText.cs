using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Contacts.FollowUps;
using Preau.Dashboard.Board;
using Preau.Dashboard.Counting;
using Preau.Mail.Inbox;
using Preau.Nations;
using Preau.Shared;

namespace Preau.Dashboard.Morning;

public sealed record MorningLetter(string Subject, string Text);

/// <summary>What somebody of the team reads in the morning: numbers of what they may open, each with its list, and nobody's name, since it leaves the house by mail.</summary>
public sealed class MorningText(Database db, FollowUpList followUps, InboxList inbox, NationDirectory directory, CurrentNation nation, Words words)
{
    private Tallies? tallies;

    /// <summary>Null on a day with nothing to say.</summary>
    public async Task<MorningLetter?> Of(Account account, Role role, DateOnly today, CancellationToken ct)
    {
        var language = account.Language ?? nation.Facts.Language;
        var say = words.In(language);
        var lines = await Lines(account.Id, role, today, say, ct);
        if (lines.Count == 0) return null;
        var panel = await directory.AddressOf(nation.Facts, Surface.Panel, ct);
        var day = today.ToString("dddd d MMMM", CultureInfo.GetCultureInfo(language == "fr" ? "fr-FR" : "en-GB"));
        return new(say["{0}: what waits on {1}", nation.Facts.Name, day],
            say["Hello {0},\n\n{1}\n\nThis mail comes each morning on which there is something to say, because you switched it on. Switch it off here:\n{2}", account.Name, string.Join("\n\n", lines.Select(l => $"{l.Sentence}\n{panel}{l.Path}")), $"{panel}/account"]);
    }

    private async Task<List<(string Sentence, string Path)>> Lines(long accountId, Role role, DateOnly today, Words say, CancellationToken ct)
    {
        bool Can(Permission permission) => Roles.Of(role).Contains(permission);
        var lines = new List<(string Sentence, string Path)>();
        void Add(long count, string one, string many, string path)
        {
            if (count > 0) lines.Add((say.Count(count, one, many), path));
        }

        var before = today.AddDays(-1);
        tallies ??= await Tallies.Read(db, today, ct);
        if (Can(Permission.ViewDashboard)) Add(tallies.Of(Measure.Contacts, before, before).Count, "{0} new contact yesterday.", "{0} new contacts yesterday.", Board.Lists.Of(Measure.Contacts, before, before));
        if (Can(Permission.ViewGifts)) Add(tallies.Of(Measure.Gifts, before, before).Count, "{0} gift yesterday.", "{0} gifts yesterday.", Board.Lists.Of(Measure.Gifts, before, before));
        if (Can(Permission.ViewMail))
        {
            var (from, until) = (nation.Facts.StartOf(before), nation.Facts.StartOf(today));
            Add(await db.Blasts.LongCountAsync(b => b.PatternOf == null && b.StepId == null && b.FrozenAt >= from && b.FrozenAt < until, ct), "{0} message to many left yesterday.", "{0} messages to many left yesterday.", "/mail?in=sent");
            Add(await NextSteps.StandStill(db).LongCountAsync(ct), "{0} message to many stands still.", "{0} messages to many stand still.", "/mail?in=sending");
        }

        if (Can(Permission.AnswerMail)) Add(await inbox.Of(InboxView.Open).LongCountAsync(ct), "{0} conversation waits for an answer in the inbox.", "{0} conversations wait for an answer in the inbox.", "/inbox");
        if (Can(Permission.WriteNotes)) Add(await Due(accountId, role).LongCountAsync(ct), "{0} follow-up of yours is due today or overdue.", "{0} follow-ups of yours are due today or overdue.", "/follow-ups?due=true");
        return lines;
    }

    /// <summary>Of somebody who sees only whom they were given, those about them.</summary>
    private IQueryable<Contacts.FollowUp> Due(long accountId, Role role)
    {
        var due = followUps.Due(followUps.Of(accountId));
        return role.SeesOnlyAssigned() ? due.Where(f => db.People.Any(p => p.Id == f.PersonId && p.AssigneeId == accountId)) : due;
    }
}
