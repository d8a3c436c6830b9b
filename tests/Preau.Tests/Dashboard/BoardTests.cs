using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Dashboard.Counting;
using Preau.Dashboard.Goals;
using Preau.Donations.Listing;
using Preau.Feed;
using Preau.Mail;
using Preau.People.Listing;

namespace Preau.Tests.Dashboard;

/// <summary>No number on Home without the list behind it, with exactly so many rows; whatever happened before.</summary>
public sealed class BoardTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Each_number_opens_a_list_with_exactly_so_many_rows(int seed)
    {
        await using var nation = await app.NewNation();
        var history = new History(nation, seed);
        for (var step = 0; step < 70; step++) await history.Step();
        await Goals(nation);
        await nation.RunFeed();

        var seen = await Agree(nation, await nation.Panel.Get("/"));

        Assert.True(seen.Count > 20, $"Only {seen.Count} numbers.");
        foreach (var list in new[] { "/people", "/gifts", "/actions", "/mail" }) Assert.Contains(seen, s => s.StartsWith(list, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_of_more_people_than_are_counted_says_as_many_as_the_number_that_opens_it()
    {
        await using var nation = await app.NewNation();
        var (monday, tuesday) = (new DateOnly(2026, 11, 23), new DateOnly(2026, 11, 24));
        var db = nation.Db;
        db.AddRange(
            new RollUpDay { Measure = Measure.Contacts, Day = monday, Source = "import:1", Count = 60_000 }, new RollUpDay { Measure = Measure.Contacts, Day = tuesday, Source = "page:2", Count = 1_594 },
            new RollUpDay { Measure = Measure.News, Day = tuesday, Source = "", Count = 900 });
        await db.SaveChangesAsync(Ct);
        var counts = nation.Services.GetRequiredService<IKnownCount>();

        foreach (var (list, count) in new (string, long?)[]
        {
            ("", 61_594), ("sort=name", 61_594), ("from=2026-11-24", 1_594), ("source=import", 60_000), ("source=page%3A2", 1_594), ("consent=news", 900), ("consent=news&agreedTo=2026-11-23", 0), ("view=all", null), ("q=ada", null), ("consent=news&has=mail", null),
        })
        {
            Assert.Equal(count, await counts.Of(PersonFilter.Read(list), Ct));
        }
    }

    [Fact]
    public async Task A_mail_stands_on_home_and_in_its_list_with_the_minute_it_left()
    {
        await using var nation = await app.NewNation();
        var blast = await nation.Seeds.SentMail((DeliveryState.Sent, false, false));
        var left = app.Clock.GetUtcNow().AddHours(-3);
        await nation.Db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.FrozenAt, left).SetProperty(b => b.SendAt, left.AddSeconds(-20)).SetProperty(b => b.EndedAt, left.AddMinutes(40)), Ct);

        var (home, list) = (await nation.Panel.Get("/"), await nation.Panel.Get("/mail"));

        string When(Page page) => page.Document.QuerySelectorAll("main table.list tr").Single(r => r.QuerySelector($"a[href='/mail/{blast.Id}']") is not null).QuerySelector("time")!.GetAttribute("datetime")!;
        Assert.Equal(When(home), When(list));
        Assert.Equal(left, DateTimeOffset.Parse(When(list), CultureInfo.InvariantCulture), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Each_number_of_a_mail_opens_those_whom_it_counts()
    {
        await using var nation = await app.NewNation();
        var now = app.Clock.GetUtcNow();
        var db = nation.Db;
        var blast = new Blast { Subject = "Door to door on Saturday", Language = "en", State = BlastState.Sent, CreatedAt = now, ChangedAt = now, FrozenAt = now, Month = Months.Of(now) };
        db.Add(blast);
        db.Add(new BlastTotal { BlastId = blast.Id, Audience = 6, Sent = 3, Refused = 2, Unknown = 1, Clicked = 2, Unsubscribed = 1 });
        foreach (var (state, isClicked, isGone) in new[] { (DeliveryState.Sent, true, false), (DeliveryState.Sent, true, true), (DeliveryState.Sent, false, false), (DeliveryState.Refused, false, false), (DeliveryState.Refused, false, false), (DeliveryState.Unknown, false, false) })
        {
            var person = await nation.Seeds.Person(email: $"m{Guid.NewGuid():n}@example.org");
            db.Add(new MailDelivery
            {
                Month = Months.Of(now), BlastId = blast.Id, PersonId = person.Id, Address = "someone@example.org", State = state, At = now, NextAt = now,
                ClickedAt = isClicked ? now : null, UnsubscribedAt = isGone ? now : null,
            });
        }

        await db.SaveChangesAsync(Ct);
        await nation.RunFeed();

        var home = await nation.Panel.Get("/");
        var seen = await Agree(nation, home);

        Assert.Equal(5, seen.Count(s => s.StartsWith("/mail/", StringComparison.Ordinal)));
        home.Shows("1 mail of “Door to door on Saturday” may have arrived or not");
    }

    [Fact]
    public async Task Numbers_are_compared_with_the_same_day_last_week()
    {
        await using var nation = await app.NewNation();
        // Today is Tuesday 24 November.
        foreach (var day in new[] { "2026-11-24", "2026-11-18", "2026-11-17", "2026-11-11", "2026-11-10" })
            await nation.Seeds.Person(p => p.CreatedAt = DateTimeOffset.Parse(day + "T08:00:00Z", CultureInfo.InvariantCulture));
        await nation.RunFeed();

        var home = await nation.Panel.Get("/");

        home.Shows("Contacts 5 +2 since the evening of Tuesday 17 November the week before: 2");
        home.Shows("The numbers stand at 24 Nov 2026");
        await Agree(nation, home);
    }

    [Fact]
    public async Task Numbers_that_stand_still_say_since_when()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person();
        await nation.RunFeed();
        (await nation.Panel.Get("/")).DoesNotShow("What happened since is not in them yet.");

        await nation.Db.Set<ChangeReader>().Where(r => r.Name == CountPeople.ReaderName).ExecuteUpdateAsync(s => s.SetProperty(r => r.CaughtUpAt, app.Clock.GetUtcNow().AddHours(-1)), Ct);

        (await nation.Panel.Get("/")).Shows("What happened since is not in them yet.");
    }

    [Fact]
    public async Task An_empty_campaign_is_told_how_to_begin()
    {
        await using var nation = await app.NewNation();
        await nation.RunFeed();

        var home = await nation.Panel.Get("/");

        home.Shows("Nothing to count yet");
        home.Shows("No contact yet: bring in the people you know from a file.");
        Assert.Empty(home.Document.QuerySelectorAll("a.counted"));
    }

    [Fact]
    public async Task Nobody_sees_a_number_whose_list_they_may_not_open()
    {
        await using var nation = await app.NewNation();
        var history = new History(nation, 11);
        for (var step = 0; step < 70; step++) await history.Step();
        await nation.RunFeed();

        foreach (var role in Enum.GetValues<Role>())
        {
            var browser = await nation.As(role);
            var numbers = (await browser.Get("/")).Document.QuerySelectorAll("a.counted");
            if (role == Role.Volunteer) Assert.Empty(numbers);
            else Assert.NotEmpty(numbers);
            foreach (var path in numbers.Select(n => n.GetAttribute("href")!).Distinct()) Assert.Equal(HttpStatusCode.OK, (await browser.Get(path)).Status);
        }
    }

    [Fact]
    public async Task A_goal_is_set_counted_from_its_first_day_changed_and_taken_away()
    {
        await using var nation = await app.NewNation();
        foreach (var day in new[] { "2026-11-01", "2026-11-20", "2026-11-23" }) await nation.Seeds.Person(p => p.CreatedAt = DateTimeOffset.Parse(day + "T08:00:00Z", CultureInfo.InvariantCulture));
        await nation.RunFeed();
        foreach (var (target, due) in new[] { ("nine", "2026-12-01"), ("-5", "2026-12-01"), ("2.5", "2026-12-01"), ("10", "2026-11-10") })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.Submit("/goals", new { Form_Measure = "Contacts", Form_Target = target, Form_StartsOn = "2026-11-10", Form_DueOn = due })).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.Submit("/goals", new { Form_Measure = "Unwritten", Form_Target = "5", Form_StartsOn = "2026-11-10", Form_DueOn = "2026-12-01" })).Status);

        await nation.Panel.Submit("/goals", new { Form_Measure = "Contacts", Form_Target = "1000", Form_StartsOn = "2026-11-10", Form_DueOn = "2026-12-01" });

        var home = await nation.Panel.Get("/");
        home.Shows("2 of 1,000");
        home.Shows("New contacts: 2 of 1,000 until 1 December. That is behind the calendar.");
        await Agree(nation, home);
        var goal = await nation.Db.Goals.AsNoTracking().SingleAsync(Ct);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.Submit($"/goals/{goal.Id}", new { Form_DueOn = "2026-11-09" })).Status);
        await nation.Panel.Submit($"/goals/{goal.Id}", new { Form_Target = "2", Form_DueOn = "2026-12-05" });
        home = await nation.Panel.Get("/");
        home.Shows("2 of 2");
        home.DoesNotShow("behind the calendar");
        await Agree(nation, home);
        await nation.Panel.PostFrom("/goals", $"/goals/{goal.Id}/removal", new { });
        Assert.Empty(await nation.Db.Goals.ToListAsync(Ct));
    }

    private async Task Goals(TestNation nation)
    {
        var db = nation.Db;
        var today = nation.Facts.DayOf(app.Clock.GetUtcNow());
        foreach (var measure in GoalMeasures.All) db.Add(new Goal { Measure = measure, Target = 50, StartsOn = today.AddDays(-9), DueOn = today.AddDays(20), CreatedAt = app.Clock.GetUtcNow() });
        await db.SaveChangesAsync(Ct);
    }

    /// <summary>Follows every number to its list, counts what is there, and adds up what is money.</summary>
    private static async Task<List<string>> Agree(TestNation nation, Page home)
    {
        var seen = new List<string>();
        foreach (var link in home.Document.QuerySelectorAll("a.counted"))
        {
            var (path, number) = (link.GetAttribute("href")!, long.Parse(link.QuerySelector("data")!.GetAttribute("value")!, CultureInfo.InvariantCulture));
            var isMoney = link.TextContent.Contains('€', StringComparison.Ordinal);
            var listed = isMoney ? await Cents(nation, path) : await Rows(nation.Panel, path);
            Assert.True(listed == number, $"{path} has {listed}, Home says {number}.");
            seen.Add(path);
        }

        return seen;
    }

    private static async Task<long> Rows(Browser browser, string path)
    {
        var rows = 0L;
        var next = (string?)path;
        while (next is not null)
        {
            var page = await browser.Get(next);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            rows += page.Document.QuerySelectorAll("table.list tbody tr").Length;
            next = page.Document.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }

        return rows;
    }

    private static async Task<long> Cents(TestNation nation, string path)
    {
        var asked = QueryHelpers.ParseQuery(path.Split('?')[1]);
        DateOnly? Day(string name) => asked.TryGetValue(name, out var day) ? DateOnly.Parse(day!, CultureInfo.InvariantCulture) : null;
        var filter = new GiftFilter { Counted = true, From = Day("from"), To = Day("to") };
        Assert.EndsWith(filter.Query(), path, StringComparison.Ordinal);
        return await filter.Apply(nation.Db, nation.Facts).SumAsync(g => g.AmountCents - g.RefundedCents, Ct);
    }
}
