using Microsoft.EntityFrameworkCore;
using Preau.Mail;
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

    [Fact]
    public void The_usual_is_the_middle_half_and_small_mails_say_nothing()
    {
        PastMail Sent(long sent, long clicked) => new(1, "", null, DateTimeOffset.UnixEpoch, sent, clicked, 0, 0, 0, 0);
        PastMail[] mails = [.. new long[] { 10, 20, 30, 40, 50 }.Select(c => Sent(1000, c)), Sent(99, 99)];

        var usual = Usual.Of(mails, m => m.Clicked)!;

        Assert.Equal((0.02, 0.04, 5), (usual.Low, usual.High, usual.Mails));
        Assert.Null(Usual.Of(mails.Take(4), m => m.Clicked));
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
        var last = await Past(nation, days: 0, sent: 1000, clicked: 90);

        var report = await nation.Panel.Get($"/mail/{last.Id}");

        report.Shows("Beside your other mails");
        report.Shows("9.0%");
        report.Shows("from 2.1% up to 2.3%");
        report.Shows("More than usual");
        (await nation.Panel.Get($"/mail/{(await Past(nation, days: 200, sent: 1000, clicked: 90)).Id}")).DoesNotShow("Beside your other mails");
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

    private async Task<Blast> Past(TestNation nation, int days, long sent, long clicked)
    {
        var at = app.Clock.GetUtcNow().AddDays(-days);
        var blast = await nation.Seeds.Mail(b => (b.State, b.SendAt, b.FrozenAt, b.EndedAt, b.Month) = (BlastState.Sent, at, at, at, Months.Of(at)));
        var db = nation.Db;
        db.Add(new BlastTotal { BlastId = blast.Id, Audience = sent, Sent = sent, Clicked = clicked });
        await db.SaveChangesAsync(Ct);
        return blast;
    }
}
