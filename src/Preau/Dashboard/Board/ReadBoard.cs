using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Dashboard.Counting;
using Preau.Dashboard.Goals;
using Preau.Feed;
using Preau.Mail;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Dashboard.Board;

/// <summary>Home's numbers for whoever looks: from days and kept totals only, each with its list; nothing whose list they may not open.</summary>
public sealed class ReadBoard(Database db, CurrentNation nation, CurrentAccount me, NextSteps steps, SourceWords sources, Words words, TimeProvider clock)
{
    private const int MostMails = 5;
    private const int MostGoals = 6;

    /// <summary>A reader that follows stands at most some seconds back.</summary>
    private static readonly TimeSpan Behind = TimeSpan.FromMinutes(2);

    public async Task<BoardView> Run(CancellationToken ct)
    {
        var asOf = await db.Set<ChangeReader>().Where(r => r.Name == CountPeople.ReaderName && db.RollUpClocks.Any()).Select(r => r.CaughtUpAt).SingleOrDefaultAsync(ct);
        var now = clock.GetUtcNow();
        var tallies = await Tallies.Read(db, nation.Facts.DayOf(now), ct);
        var mails = me.Can(Permission.ViewMail) ? await Mails(ct) : [];
        var goals = await Goals(tallies.Today, ct);
        return new(Figures(tallies), Charts(tallies), await Sources(ct), mails, goals, await steps.Of(tallies, mails, goals, ct), asOf, asOf is null || now - asOf > Behind,
            tallies.Today.AddDays(-7).ToString("dddd d MMMM", CultureInfo.CurrentCulture));
    }

    private List<Figure> Figures(Tallies tallies)
    {
        List<Figure> figures =
        [
            Counted(tallies, Measure.Contacts, "Contacts", "People the campaign knows; those of whom only the roll tells are not among them."),
            Counted(tallies, Measure.News, "Want news", "Contacts who agreed to get the campaign’s news."),
            Counted(tallies, Measure.SignUps, "Sign-ups", "Forms sent on the sign-up pages of the site."),
            Counted(tallies, Measure.Signatures, "Signatures", "Signatures of all petitions."),
        ];
        if (!me.Can(Permission.ViewGifts)) return figures;
        figures.Insert(0, new(words["Raised"], Money(tallies.Of(Measure.Gifts)), words["Money that came, after what was given back."],
            Money(tallies.ThisWeek(Measure.Gifts), tallies.Today.AddDays(-6), tallies.Today), Money(tallies.WeekBefore(Measure.Gifts), tallies.Today.AddDays(-13), tallies.Today.AddDays(-7))));
        figures.Insert(1, Counted(tallies, Measure.Gifts, "Gifts received", "Gifts whose money came, given back since or not."));
        return figures;
    }

    private Figure Counted(Tallies tallies, Measure measure, string label, string meaning) => new(words[label], Of(measure, tallies.Of(measure)), words[meaning],
        Of(measure, tallies.ThisWeek(measure), tallies.Today.AddDays(-6), tallies.Today), Of(measure, tallies.WeekBefore(measure), tallies.Today.AddDays(-13), tallies.Today.AddDays(-7)));

    private static Counted Of(Measure measure, Amount amount, DateOnly? from = null, DateOnly? to = null) => new(amount.Count, Number(amount.Count), Lists.Of(measure, from, to));

    private Counted Money(Amount amount, DateOnly? from = null, DateOnly? to = null) => new(amount.Cents, new Money(amount.Cents, nation.Facts.Currency).Brief(), Lists.Of(Measure.Gifts, from, to));

    private List<Chart> Charts(Tallies tallies)
    {
        List<Chart> charts = [Daily(tallies, "contacts", Measure.Contacts, words["New contacts by day"], words["New contacts"])];
        if (me.Can(Permission.ViewGifts)) charts.Add(Daily(tallies, "gifts", Measure.Gifts, words["Money by day"], nation.Facts.Currency));
        return charts;
    }

    private Chart Daily(Tallies tallies, string id, Measure measure, string title, string unit)
    {
        var days = Enumerable.Range(1 - Tallies.Days, Tallies.Days).Select(tallies.Today.AddDays).ToList();
        var counts = days.Select(d => (d.ToString("d MMM", CultureInfo.CurrentCulture), measure == Measure.Gifts ? Money(tallies.Of(measure, d, d), d, d) : Of(measure, tallies.Of(measure, d, d), d, d)));
        return new(id, title, unit, [.. counts], measure == Measure.Gifts && Shared.Money.Decimals(nation.Facts.Currency) == 2 ? 100 : 1);
    }

    private async Task<List<SourceLine>> Sources(CancellationToken ct)
    {
        var counted = await db.RollUpDays.Where(d => d.Measure == Measure.Contacts).GroupBy(d => d.Source).Select(g => new { Source = g.Key, Count = g.Sum(d => d.Count) }).ToListAsync(ct);
        // All imports together, all pages together: the list of people is narrowed the same way.
        return [.. counted.GroupBy(s => s.Source.Split(':')[0], StringComparer.Ordinal).Select(g => (Kind: g.Key, Count: g.Sum(s => s.Count))).Where(s => s.Kind.Length > 0 && s.Count > 0)
            .OrderByDescending(s => s.Count).ThenBy(s => s.Kind, StringComparer.Ordinal)
            .Select(s => new SourceLine(sources.OfKind(s.Kind), new(s.Count, Number(s.Count), new People.Listing.PersonFilter { Source = s.Kind }.Address())))];
    }

    private async Task<List<MailLine>> Mails(CancellationToken ct)
    {
        var rows = await (
            from blast in db.Blasts.AsNoTracking()
            where blast.FrozenAt != null
            join total in db.BlastTotals.AsNoTracking() on blast.Id equals total.BlastId
            orderby blast.Id descending
            select new { blast.Id, blast.Subject, blast.FrozenAt, Total = total }).Take(MostMails).ToListAsync(ct);
        return rows.ConvertAll(r =>
        {
            Counted List(long count, string query) => new(count, Number(count), $"/mail/{r.Id}/deliveries?{query}");
            return new MailLine(r.Id, SubjectLine.Plain(r.Subject), r.FrozenAt ?? default, List(r.Total.Sent, "state=Sent"), List(r.Total.Clicked, "clicked=true"), List(r.Total.Unsubscribed, "unsubscribed=true"),
                List(r.Total.Refused, "state=Refused"), List(r.Total.Unknown, "state=Unknown"));
        });
    }

    private async Task<List<GoalLine>> Goals(DateOnly today, CancellationToken ct)
    {
        var lines = new List<GoalLine>();
        foreach (var goal in await db.Goals.AsNoTracking().OrderBy(g => g.DueOn).ThenBy(g => g.Id).Take(MostGoals).ToListAsync(ct))
        {
            var isMoney = goal.Measure == Measure.Gifts;
            if (isMoney && !me.Can(Permission.ViewGifts)) continue;
            var days = db.RollUpDays.Where(d => d.Measure == goal.Measure && d.Day >= goal.StartsOn && d.Day <= goal.DueOn);
            var sums = await days.GroupBy(_ => 1).Select(g => new { Count = g.Sum(d => d.Count), Cents = g.Sum(d => d.Cents) }).SingleOrDefaultAsync(ct);
            var amount = new Amount(sums?.Count ?? 0, sums?.Cents ?? 0);
            var reached = isMoney ? Money(amount, goal.StartsOn, goal.DueOn) : Of(goal.Measure, amount, goal.StartsOn, goal.DueOn);
            var share = Math.Min(1, (double)reached.Number / goal.Target);
            lines.Add(new(words[goal.Measure.Label()], reached, isMoney ? new Money(goal.Target, nation.Facts.Currency).Brief() : Number(goal.Target), goal.DueOn, share, goal.ElapsedOn(today) > share));
        }

        return lines;
    }

    private static string Number(long count) => count.ToString("N0", CultureInfo.CurrentCulture);
}
