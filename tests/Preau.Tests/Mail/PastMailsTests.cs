using Microsoft.EntityFrameworkCore;
using Preau.Experiments;
using Preau.Mail;
using Preau.Mail.Measuring;
using Preau.Mail.Past;

namespace Preau.Tests.Mail;

/// <summary>What mails came to over time, and one beside the others.</summary>
public sealed class PastMailsTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(5, 100, 0.0215, 0.1118)]
    [InlineData(0, 100, 0.0, 0.0370)]
    [InlineData(500, 1000, 0.4691, 0.5309)]
    public void The_interval_is_Wilsons(long count, long people, double low, double high)
    {
        var interval = Usual.Interval(count, people);

        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
    }

    [Theory]
    [InlineData(0, 7)]
    [InlineData(9, 9)]
    [InlineData(12, 10)]
    [InlineData(-1, 10)]
    [InlineData(0, 0)]
    [InlineData(3, 0)]
    public void No_interval_of_a_share_reaches_below_none_or_beyond_all(long count, long people)
    {
        var (low, high) = Usual.Interval(count, people);

        Assert.InRange(low, 0, high);
        Assert.InRange(high, low, 1);
    }

    [Fact]
    public void The_usual_is_the_middle_half_and_small_mails_say_nothing()
    {
        PastMail Sent(long sent, long clicked) => new(1, "", null, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, null, sent, clicked, 0, 0, 0, 0);
        PastMail[] mails = [.. new long[] { 10, 20, 30, 40, 50 }.Select(c => Sent(1000, c)), Sent(99, 99)];

        var usual = Usual.Of(mails, m => m.Clicked, m => m.Sent)!;

        Assert.Equal((0.02, 0.04, 5), (usual.Low, usual.High, usual.Mails));
        Assert.Null(Usual.Of(mails.Take(4), m => m.Clicked, m => m.Sent));
        Assert.Equal(Beside.Higher, usual.Place(80, 1000));
        Assert.Equal(Beside.Lower, usual.Place(5, 1000));
        Assert.Equal(Beside.Usual, usual.Place(45, 1000));
        Assert.Equal(Beside.Unknown, usual.Place(50, 60));
    }

    [Fact]
    public async Task A_mail_stands_beside_those_of_the_year_before_it()
    {
        await using var nation = await app.NewNation();
        for (var i = 0; i < 5; i++) await Past(nation, days: 30 * (i + 1), sent: 1000, clicked: 20 + i);
        var last = await Past(nation, days: 4, sent: 1000, clicked: 90);

        var report = await nation.Panel.Get($"/mail/{last.Id}");

        report.Shows("Beside your other mails");
        report.Shows("9.0%");
        report.Shows("from 2.1% up to 2.3%");
        report.Shows("More than usual");
        (await nation.Panel.Get($"/mail/{(await Past(nation, days: 200, sent: 1000, clicked: 90)).Id}")).DoesNotShow("Beside your other mails");
    }

    [Fact]
    public async Task A_mail_that_has_just_left_says_from_when_it_is_compared_and_is_not_usual_itself()
    {
        await using var nation = await app.NewNation();
        for (var i = 0; i < 4; i++) await Past(nation, days: 30 * (i + 1), sent: 1000, clicked: 20 + i);
        var young = await Past(nation, days: 1, sent: 1000, clicked: 1);
        var last = await Past(nation, days: 0, sent: 1000, clicked: 2);

        // Four have settled: too few to say what is usual.
        (await nation.Panel.Get($"/mail/{last.Id}")).DoesNotShow("Beside your other mails");
        Assert.DoesNotContain("half of them between", (await nation.Panel.Get("/mail/past")).Html, StringComparison.Ordinal);

        await Past(nation, days: 200, sent: 1000, clicked: 24);
        var report = await nation.Panel.Get($"/mail/{last.Id}");
        report.Shows("From then on it is compared:");
        report.DoesNotShow("Less than usual");
        app.Clock.Advance(PastMails.Settles);
        report = await nation.Panel.Get($"/mail/{last.Id}");
        report.Shows("Less than usual");
        report.DoesNotShow("From then on it is compared:");
        (await nation.Panel.Get($"/mail/{young.Id}")).Shows("from 2.1% up to 2.3%");
    }

    [Fact]
    public async Task What_goes_out_by_itself_day_by_day_is_neither_usual_nor_mail_over_time_and_a_resend_says_what_it_is()
    {
        await using var nation = await app.NewNation();
        for (var i = 0; i < 6; i++) await Past(nation, days: 10 + i, sent: 150, clicked: 100, step: 1);
        for (var i = 0; i < 5; i++) await Past(nation, days: 30 + i, sent: 1000, clicked: 20 + i);
        var first = await Past(nation, days: 8, sent: 1000, clicked: 21);
        var again = await Past(nation, days: 6, sent: 900, clicked: 1, resendOf: first.Id);
        var last = await Past(nation, days: 4, sent: 1000, clicked: 23);

        (await nation.Panel.Get($"/mail/{last.Id}")).Shows("from 2.1% up to 2.3%");
        (await nation.Panel.Get($"/mail/{again.Id}")).DoesNotShow("Beside your other mails");
        var page = await nation.Panel.Get("/mail/past");
        page.Shows("handed over 7,900 times");
        page.Shows("half of them between 2.1% and 2.3%");
        Assert.Equal("once more", Assert.Single(page.Document.QuerySelectorAll("th .badge")).TextContent);
        Assert.Equal(9, (await nation.Panel.Get("/mail/past.csv")).Html.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task What_did_not_arrive_is_a_part_of_what_was_tried()
    {
        await using var nation = await app.NewNation();
        for (var i = 0; i < 5; i++) await Past(nation, days: 30 * (i + 1), sent: 1000, clicked: 20, refused: 10 * i);
        var last = await Past(nation, days: 4, sent: 1000, clicked: 20, refused: 1200, bounced: 100);

        // 1,300 of 2,200; of the others from 10 of 1,010 to 30 of 1,030.
        var row = (await nation.Panel.Get($"/mail/{last.Id}")).Document.QuerySelectorAll("tr").Single(r => r.QuerySelector("th")?.TextContent == "Did not arrive, or came back");
        Assert.Equal(["59.1%", "from 0.99% up to 2.9%", "More than usual"], row.QuerySelectorAll("td").Select(c => c.TextContent));
        var page = await nation.Panel.Get("/mail/past");
        Assert.Contains("59.1%", page.Document.QuerySelectorAll("tr").First(r => r.QuerySelector("a") is { } a && a.GetAttribute("href") == $"/mail/{last.Id}").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Months_are_summed_and_the_file_has_every_mail()
    {
        await using var nation = await app.NewNation();
        (await nation.Panel.Get("/mail/past")).Shows("Nothing was sent in this time");
        await Past(nation, days: 1, sent: 1000, clicked: 20);
        await Past(nation, days: 70, sent: 3000, clicked: 20);
        await Past(nation, days: 500, sent: 500, clicked: 20);

        var page = await nation.Panel.Get("/mail/past");
        Assert.Equal(2, page.Document.QuerySelectorAll("table.list.cards")[0].QuerySelectorAll("tbody tr").Length);
        page.Shows("handed over 4,000 times");
        page.Shows("1.0%");
        (await nation.Panel.Get("/mail/past?for=all")).Shows("handed over 4,500 times");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await nation.Panel.Get("/mail/past?for=ever")).Status);

        var file = await nation.Panel.Get("/mail/past.csv?for=all");
        Assert.Equal(4, file.Html.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(3, (await nation.Db.AuditEntries.SingleAsync(a => a.Action == "mails.exported", Ct)).Count);
    }

    [Fact]
    public async Task What_people_did_and_gave_is_compared_at_one_age()
    {
        await using var nation = await app.NewNation();
        for (var i = 0; i < 5; i++) await Acted(nation, await Past(nation, days: 30 * (i + 1), sent: 1000, clicked: 100), acted: 40 + i, gave: 20 + i, cents: 1000);
        // Counted before its week was over, or never: it is not usual.
        await Acted(nation, await Past(nation, days: 100, sent: 1000, clicked: 100), acted: 900, gave: 900, cents: 1000, age: 4);
        await Past(nation, days: 101, sent: 1000, clicked: 100);
        var last = await Past(nation, days: 6, sent: 1000, clicked: 100);
        await Acted(nation, last, acted: 100, gave: 60, cents: 1000, age: 6);

        var report = await nation.Panel.Get($"/mail/{last.Id}");
        report.Shows("Beside your other mails");
        report.Shows("is compared when the week after its leaving is over");
        report.DoesNotShow("Then acted");

        app.Clock.Advance(TimeSpan.FromDays(1));
        await nation.Db.BlastOutcomes.Where(o => o.BlastId == last.Id).ExecuteUpdateAsync(s => s.SetProperty(o => o.CountedAt, app.Clock.GetUtcNow()), Ct);
        report = await nation.Panel.Get($"/mail/{last.Id}");
        report.DoesNotShow("is compared when the week after its leaving is over");
        Assert.Equal(["10.0%", "from 4.1% up to 4.3%", "More than usual"], Cells(report, "Then acted"));
        Assert.Equal(["6.0%", "from 2.1% up to 2.3%", "More than usual"], Cells(report, "Then gave"));
        Assert.Equal(["€600", "from €210 up to €230", "More than usual"], Cells(report, "Then given by 1,000 people"));
    }

    [Fact]
    public void Of_a_few_gifts_their_sum_says_nothing()
    {
        var usual = new Usual(20, 30, 5);

        Assert.Equal(Beside.Higher, usual.Place(new MoneyArm(1000, 100, 100_000, 100 * 1000.0 * 1000)));
        Assert.Equal(Beside.Lower, usual.Place(new MoneyArm(10_000, 20, 20_000, 20 * 1000.0 * 1000)));
        Assert.Equal(Beside.Usual, usual.Place(new MoneyArm(1000, 30, 30_000, 30 * 1000.0 * 1000)));
        Assert.Equal(Beside.Unknown, usual.Place(new MoneyArm(1000, 19, 19_000_000, 19 * 1e12)));
    }

    private static IEnumerable<string> Cells(Page page, string row) => page.Document.QuerySelectorAll("tr").Single(r => r.QuerySelector("th")?.TextContent == row).QuerySelectorAll("td").Select(c => c.TextContent);

    /// <param name="cents">What each of those who gave gave.</param>
    /// <param name="age">How many days after it had left it was counted.</param>
    private static Task Acted(TestNation nation, Blast blast, long acted, long gave, long cents, int age = 8) => nation.Do((_, db) =>
    {
        var outcome = new BlastOutcome { BlastId = blast.Id };
        outcome.Write(ArmOutcome.Nobody with { People = 1000, Linked = acted, LinkedCents = gave * cents, LinkedGave = gave, LinkedSquares = (double)gave * cents * cents }, blast.EndedAt!.Value.AddDays(age));
        db.Add(outcome);
        return Task.CompletedTask;
    });

    private async Task<Blast> Past(TestNation nation, int days, long sent, long clicked, long refused = 0, long bounced = 0, long? step = null, long? resendOf = null)
    {
        var at = app.Clock.GetUtcNow().AddDays(-days);
        var blast = new Blast { Subject = "A word", Language = "fr", State = BlastState.Sent, SendAt = at, FrozenAt = at, EndedAt = at, Month = Months.Of(at), StepId = step, ResendOf = resendOf, CreatedAt = at, ChangedAt = at };
        var db = nation.Db;
        db.Add(blast);
        db.Add(new BlastTotal { BlastId = blast.Id, Audience = sent + refused, Sent = sent, Refused = refused, Bounced = bounced, Clicked = clicked });
        await db.SaveChangesAsync(Ct);
        return blast;
    }
}
