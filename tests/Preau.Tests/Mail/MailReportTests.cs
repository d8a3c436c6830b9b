using System.Globalization;
using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Jobs;
using Preau.Mail;
using Preau.Segments;

namespace Preau.Tests.Mail;

/// <summary>What became of a mail: numbers that lead to the people they count.</summary>
public sealed class MailReportTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly (DeliveryState, bool, bool)[] Every =
    [
        (DeliveryState.Sent, true, false), (DeliveryState.Sent, true, true), (DeliveryState.Sent, false, false), (DeliveryState.Refused, false, false), (DeliveryState.Refused, false, false),
        (DeliveryState.Skipped, false, false), (DeliveryState.Unknown, true, false), (DeliveryState.Cancelled, false, false), (DeliveryState.Waiting, false, false), (DeliveryState.Leased, false, false),
    ];

    [Fact]
    public async Task Where_drawing_up_the_audience_broke_off_it_says_so()
    {
        await using var nation = await app.NewNation();
        var blast = await nation.Seeds.Mail(b => (b.State, b.SendAt) = (BlastState.Scheduled, app.Clock.GetUtcNow()));
        (await nation.Panel.Get($"/mail/{blast.Id}")).Shows("The audience is being drawn up");
        var db = nation.Db;
        var job = JobRow.Of(new StartBlast(blast.Id), nation.Facts.Id.Value, app.Clock.GetUtcNow());
        (job.State, job.EndedAt) = (JobState.Dead, job.CreatedAt);
        db.Add(job);
        await db.SaveChangesAsync(Ct);

        var page = await nation.Panel.Get($"/mail/{blast.Id}");

        page.Shows("Drawing up the audience broke off");
        page.DoesNotShow("The audience is being drawn up");
    }

    [Fact]
    public async Task Each_total_leads_to_exactly_the_people_it_counts()
    {
        await using var nation = await app.NewNation();
        var blast = await nation.Seeds.SentMail([.. Every, .. Enumerable.Repeat((DeliveryState.Sent, false, false), 60)]);

        var report = await nation.Panel.Get($"/mail/{blast.Id}");

        var tiles = report.Document.QuerySelectorAll("a.tile").OfType<IHtmlAnchorElement>().ToList();
        Assert.Equal(9, tiles.Count);
        foreach (var tile in tiles)
        {
            var number = int.Parse(tile.QuerySelector(".value")!.TextContent, NumberStyles.AllowThousands, CultureInfo.GetCultureInfo("en-GB"));
            Assert.Equal(number, await Rows(nation.Panel, tile.GetAttribute("href")!));
        }

        Assert.Equal("63", tiles.Single(t => t.GetAttribute("href")!.EndsWith("state=Sent", StringComparison.Ordinal)).QuerySelector(".value")!.TextContent);
        report.Shows("4.8% of those who got it");
        report.Shows("Handed over, but nobody knows whether they arrived.");
        Assert.Equal(3, await Rows(nation.Panel, report.Document.QuerySelectorAll("th a").Single(a => a.TextContent.Contains("programme", StringComparison.Ordinal)).GetAttribute("href")!));
    }

    [Fact]
    public async Task Each_line_says_why()
    {
        await using var nation = await app.NewNation();
        var blast = await nation.Seeds.SentMail(Every);

        (await nation.Panel.Get($"/mail/{blast.Id}/deliveries?state=Refused")).Shows("550 5.1.1 No such mailbox");
        (await nation.Panel.Get($"/mail/{blast.Id}/deliveries?state=Skipped")).Shows("No longer agrees to get it.");
        (await nation.Panel.Get($"/mail/{blast.Id}/deliveries?state=Unknown")).Shows("nobody may get a mail twice");
        (await nation.Panel.Get($"/mail/{blast.Id}/deliveries?q=zzz")).Shows("Nobody fits this filter");
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get($"/mail/{blast.Id}/deliveries?link=999999")).Status);
    }

    [Fact]
    public async Task The_file_has_the_lines_of_the_filter_and_is_remembered()
    {
        await using var nation = await app.NewNation();
        var blast = await nation.Seeds.SentMail(Every);

        var file = await nation.Panel.Get($"/mail/{blast.Id}/deliveries.csv?state=Refused");

        Assert.Equal(3, file.Html.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("550 5.1.1 No such mailbox", file.Html, StringComparison.Ordinal);
        var note = await nation.Db.AuditEntries.SingleAsync(a => a.Action == "deliveries.exported", Ct);
        Assert.Equal((2, (long?)blast.Id), (note.Count, note.SubjectId));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await nation.As(Role.Finance)).Get($"/mail/{blast.Id}/deliveries.csv")).Status);
    }

    [Fact]
    public async Task Mail_is_closed_to_finance_and_volunteers_and_to_other_nations()
    {
        await using var nation = await app.NewNation();
        await using var other = await app.NewNation();
        var blast = await nation.Seeds.SentMail(Every);
        var draft = await nation.Seeds.Mail();
        string[] paths = ["", "/preview", "/preview.html", "/deliveries", "/deliveries.csv"];
        string[] draftPaths = ["/edit", "/send", "/preview"];
        string[] verbs = ["/copy", "/removal", "/test", "/recall", "/pause", "/resumption", "/cancellation", "/send", "/edit"];

        foreach (var role in new[] { Role.Finance, Role.Volunteer })
        {
            var browser = await nation.As(role);
            foreach (var path in paths.Select(p => $"/mail/{blast.Id}{p}").Concat(draftPaths.Select(p => $"/mail/{draft.Id}{p}")).Append("/mail").Append("/mail/new").Append("/mail/audience")) Assert.Equal(HttpStatusCode.Forbidden, (await browser.Get(path)).Status);
            (await browser.Get("/people")).DoesNotShow("Mails to many");
        }

        foreach (var path in paths.Concat(draftPaths)) Assert.Equal(HttpStatusCode.NotFound, (await other.Panel.Get($"/mail/{blast.Id + 1_000_000}{path}")).Status);
        var stranger = (await other.Panel.Submit("/mail/new", new { Form_Subject = "x" })).Status;
        Assert.Equal(HttpStatusCode.Redirect, stranger);
        foreach (var verb in verbs)
        {
            var token = (await other.Panel.Get("/mail/new")).Form().QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
            var answer = await other.Panel.Post($"/mail/{draft.Id + 1_000_000}{verb}", new Dictionary<string, string>(StringComparer.Ordinal) { ["__RequestVerificationToken"] = token });
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        }
    }

    [Fact]
    public async Task Segments_ask_who_got_a_mail_who_clicked_and_who_did_not()
    {
        await using var nation = await app.NewNation();
        var blast = await nation.Seeds.SentMail((DeliveryState.Sent, true, false), (DeliveryState.Sent, false, false), (DeliveryState.Refused, false, false));
        await nation.Seeds.Person();
        var people = await nation.Db.MailDeliveries.OrderBy(d => d.PersonId).Select(d => d.PersonId).ToListAsync(Ct);
        var id = blast.Id.ToString(CultureInfo.InvariantCulture);

        Assert.Equal([people[0], people[1]], await Members(nation, new("received", "any", [])));
        Assert.Equal([people[0], people[1]], await Members(nation, new("received", "one_of", [id])));
        Assert.Equal([people[0], people[1]], await Members(nation, new("received", "within_days", ["1"])));
        Assert.Equal([people[0]], await Members(nation, new("clicked", "any", [])));
        Assert.Equal([people[0]], await Members(nation, new("clicked", "one_of", [id])));
        Assert.Equal([people[1]], await Members(nation, new("clicked", "not_in", [id])));
        var sentence = nation.Services.GetRequiredService<SegmentSentence>();
        var tree = new SegmentGroup(Joining.All, [new SegmentCondition("clicked", "not_in", [id])]);
        Assert.Equal("People who got “A word” but followed no link in it", await sentence.Of(tree, "en", Ct));
        Assert.Equal("Les personnes qui ont reçu « A word » sans suivre aucun de ses liens", (await sentence.Of(tree, "fr", Ct)).Replace('\u00a0', ' ').Replace('\u202f', ' '));
    }

    [Fact]
    public async Task A_segment_that_a_mail_waits_for_stays_and_one_that_has_left_lets_go()
    {
        await using var nation = await app.NewNation();
        var segment = await nation.Seeds.Segment("Neighbours", new SegmentCondition("reachable", "mail", []));
        var blast = await nation.Seeds.Mail(b => b.SegmentId = segment.Id);

        (await (await nation.Panel.Submit($"/segments/{segment.Id}", new { }, "removal")).Follow()).Shows("the mail “A word” is for it");
        var db = nation.Db;
        await db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.State, BlastState.Sent).SetProperty(b => b.Sentence, "People who have a mail address"), Ct);
        (await (await nation.Panel.Submit($"/segments/{segment.Id}", new { }, "removal")).Follow()).Shows("The segment “Neighbours” is deleted.");

        (await nation.Panel.Get($"/mail/{blast.Id}")).Shows("People who have a mail address");
    }

    [Fact]
    public async Task The_list_has_a_tab_for_each_state_a_search_and_pages()
    {
        await using var nation = await app.NewNation();
        (await nation.Panel.Get("/mail")).Shows("No mail yet");
        for (var i = 0; i < 27; i++) await nation.Seeds.Mail(b => b.Subject = $"Draft number {i}");
        await nation.Seeds.Mail(b => (b.Subject, b.State, b.SendAt) = ("Réunion à l’école", BlastState.Scheduled, app.Clock.GetUtcNow().AddDays(1)));
        await nation.Seeds.SentMail((DeliveryState.Sent, true, true));

        var all = await nation.Panel.Get("/mail");
        all.Shows("100.0%");
        Assert.Equal(29, await Rows(nation.Panel, "/mail"));
        Assert.Equal(27, await Rows(nation.Panel, "/mail?in=drafts"));
        Assert.Equal(1, await Rows(nation.Panel, "/mail?in=scheduled"));
        Assert.Equal(1, await Rows(nation.Panel, "/mail?in=sent"));
        (await nation.Panel.Get("/mail?in=sending")).Shows("Nothing is leaving now");
        (await nation.Panel.Get("/mail?q=reunion+ecole")).Shows("No mail fits");
        (await nation.Panel.Get("/mail?q=REUNION")).Shows("Réunion à l’école");
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get("/mail?in=nowhere")).Status);
    }

    private static async Task<int> Rows(Browser browser, string path)
    {
        var (rows, next) = (0, path);
        while (true)
        {
            var page = await browser.Get(next);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            rows += page.Document.QuerySelectorAll("table.list tbody tr").Length;
            if (page.Document.QuerySelector("a[rel=next]")?.GetAttribute("href") is not { } more) return rows;
            next = more;
        }
    }

    private static async Task<List<long>> Members(TestNation nation, SegmentCondition condition)
    {
        var services = nation.Services;
        var tree = new SegmentGroup(Joining.All, [condition]);
        Assert.Empty((await services.GetRequiredService<SegmentFields>().Catalogue(Ct)).Check(tree));
        return [.. (await services.GetRequiredService<SegmentMembers>().Page(tree, null, Ct)).Select(r => r.Id).Order()];
    }
}
