using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Preau.Actions;
using Preau.Memberships;

namespace Preau.Mail.Automatic;

/// <summary>Whose day of the year it is. Looked up once a day, at the hour of the mail; a day on which the program was not there is not made up for.</summary>
public sealed class CalendarTurns(Database db, Standing standing, CurrentNation nation, TimeProvider clock)
{
    private const int PeopleAPart = 2000;
    private const int MostYears = 30;
    private const int MostYearsAMember = 80;
    private static readonly TimeSpan Latest = TimeSpan.FromHours(6);

    public async Task Run(AutomaticMail mail, CancellationToken ct)
    {
        var (now, today) = (clock.GetUtcNow(), nation.Facts.DayOf(clock.GetUtcNow()));
        var due = mail.At(today, nation.Facts.Zone);
        if (mail.RanOn >= today || now < due) return;
        if (now - due < Latest)
        {
            // Told apart here: asked to do it, SQLite would go through everybody in their order instead of the few of the day.
            foreach (var part in (await (await Whose(mail.Kind, today, ct)).ToListAsync(ct)).Distinct().Order().Chunk(PeopleAPart)) await Add(mail, part, today.Year, due, ct);
        }

        await db.AutomaticMails.Where(m => m.Id == mail.Id).ExecuteUpdateAsync(s => s.SetProperty(m => m.RanOn, today), ct);
    }

    private async Task<IQueryable<long>> Whose(AutomaticKind kind, DateOnly today, CancellationToken ct) => kind switch
    {
        AutomaticKind.Birthday => Born(today),
        AutomaticKind.Anniversary => SignedUp(today),
        AutomaticKind.Membership => await Joined(today, ct),
        AutomaticKind.Answer or AutomaticKind.FollowUp => throw new UnreachableException(),
    };

    private async Task Add(AutomaticMail mail, long[] ids, int year, DateTimeOffset due, CancellationToken ct)
    {
        var had = await db.AutomaticTurns.Where(t => t.AutomaticMailId == mail.Id && t.Round == year && EF.Parameter(ids).Contains(t.PersonId)).Select(t => t.PersonId).ToListAsync(ct);
        db.AddRange(ids.Except(had).Select(id => new AutomaticTurn { AutomaticMailId = mail.Id, PersonId = id, Round = year, DueAt = due, At = clock.GetUtcNow() }));
        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
    }

    /// <summary>Who was born on 29 February has their day on the 28th in the years between.</summary>
    private IQueryable<long> Born(DateOnly today)
    {
        var (month, day, isLeapDayToo) = (today.Month, today.Day, HasLeapDayToo(today));
        return Asked().Where(p => p.BornOn != null && p.BornOn.Value.Year < today.Year && ((p.BornOn.Value.Month == month && p.BornOn.Value.Day == day) || (isLeapDayToo && p.BornOn.Value.Month == 2 && p.BornOn.Value.Day == 29))).Select(p => p.Id);
    }

    private IQueryable<long> SignedUp(DateOnly today)
    {
        var asked = Asked().Select(p => p.Id);
        var acts = db.ActionsTaken.Where(a => false);
        for (var years = 1; years <= MostYears; years++)
        {
            var day = today.AddYears(-years);
            if (day.Day != today.Day) continue;
            var (from, until) = (nation.Facts.StartOf(day), nation.Facts.StartOf(HasLeapDayToo(today) ? new DateOnly(day.Year, 3, 1) : day.AddDays(1)));
            acts = acts.Concat(db.ActionsTaken.Where(a => a.Kind == ActionKind.SignUp && a.At >= from && a.At < until));
        }

        return acts.Select(a => a.PersonId).Where(id => asked.Contains(id));
    }

    /// <summary>Whose first membership of all began on this day, and who is a member today: a renewal is no new beginning.</summary>
    private async Task<IQueryable<long>> Joined(DateOnly today, CancellationToken ct)
    {
        var same = Enumerable.Range(1, MostYearsAMember).Select(y => today.AddYears(-y)).Where(d => d.Day == today.Day).ToList();
        DateOnly[] days = [.. same, .. same.Where(d => HasLeapDayToo(today) && DateTime.IsLeapYear(d.Year)).Select(d => d.AddDays(1))];
        var (asked, running) = (Asked(), await standing.Running(db.PersonMemberships, ct));
        // Found by the day; all else is asked of those few.
        return db.PersonMemberships.Where(m => days.Contains(m.StartedOn) && !db.PersonMemberships.Any(e => e.PersonId == m.PersonId && e.StartedOn < m.StartedOn)
            && running.Any(r => r.PersonId == m.PersonId) && asked.Any(p => p.Id == m.PersonId)).Select(m => m.PersonId);
    }

    // The last word on each is said when it leaves; nobody else is even looked at.
    private IQueryable<People.Person> Asked() => db.People.AsNoTracking().Where(p => p.ArchivedAt == null && db.ConsentStates.Any(s => s.PersonId == p.Id && s.Purpose == Purpose.News && s.IsGiven));

    private static bool HasLeapDayToo(DateOnly today) => today is { Month: 2, Day: 28 } && !DateTime.IsLeapYear(today.Year);
}
