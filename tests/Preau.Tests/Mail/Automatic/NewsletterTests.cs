using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Mail;
using Preau.Mail.Approval;
using Preau.Mail.Automatic.Newsletters;
using Preau.Nations;
using Preau.Site;

namespace Preau.Tests.Mail.Automatic;

/// <summary>A newsletter comes back with what is new, and with nothing twice.</summary>
public sealed class NewsletterTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_issue_holds_what_is_new_on_the_site_and_leaves_by_itself_and_without_news_nothing_does()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Seeds.Reader("ada@example.org", "Ada");
        await nation.Seeds.Page(PageKind.Post, "bridge", "The bridge {{ person.last_name }}", language: "fr");
        var letter = await Make(nation, isByItself: true);

        await nation.Do(async (_, db) => (await db.Newsletters.SingleAsync(Ct)).NextAt = app.Clock.GetUtcNow());
        await Look(nation);
        app.Clock.Advance(ScheduleBlast.Undo);
        await Look(nation);

        var mail = Assert.Single(relay.Mails);
        // What somebody wrote as a title is no Liquid.
        Assert.EndsWith(" The bridge (( person.last_name ))", mail.Message.Subject, StringComparison.Ordinal);
        Assert.Contains("Bonjour Ada", mail.Message.TextBody, StringComparison.Ordinal);
        Assert.Equal(1, await nation.Db.Blasts.CountAsync(b => b.IssueOf == letter.Id && b.PatternOf == null, Ct));
        (await nation.Panel.Get("/mail")).Shows("The bridge");

        await nation.Do(async (_, db) => (await db.Newsletters.SingleAsync(Ct)).NextAt = app.Clock.GetUtcNow());
        await Look(nation);

        Assert.Single(relay.Mails);
        (await nation.Panel.Get($"/mail/newsletters/{letter.Id}")).Shows("Nothing was new, so nothing was sent");
    }

    [Fact]
    public async Task Unless_it_is_said_an_issue_waits_for_somebody_as_a_draft()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Seeds.Page(PageKind.Post, "bridge", "The bridge", language: "fr");
        var letter = await Make(nation, isByItself: false);
        await nation.Do(async (_, db) => (await db.Newsletters.SingleAsync(Ct)).NextAt = app.Clock.GetUtcNow());

        await Look(nation);
        await Look(nation);

        var issue = await nation.Db.Blasts.SingleAsync(b => b.IssueOf == letter.Id && b.PatternOf == null, Ct);
        Assert.Equal(BlastState.Draft, issue.State);
        Assert.Contains("The bridge", issue.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issue_that_needs_a_second_person_says_so_asks_for_them_and_leaves_once_they_approve()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Seeds.Reader("ada@example.org");
        await nation.Seeds.Reader("bob@example.org");
        await nation.Seeds.Page(PageKind.Post, "bridge", "The bridge", language: "fr");
        var second = await nation.As(Role.Owner);
        await nation.Do((services, _) => services.GetRequiredService<NationSettings>().Set(new ApprovalSettings { Above = 1 }, Ct));
        var letter = await Make(nation, isByItself: true);
        await nation.Do(async (_, db) => (await db.Newsletters.SingleAsync(Ct)).NextAt = app.Clock.GetUtcNow());

        await Look(nation);
        await nation.RunJobs();

        var issue = await nation.Db.Blasts.AsNoTracking().SingleAsync(b => b.IssueOf == letter.Id && b.PatternOf == null, Ct);
        Assert.Equal(BlastState.Draft, issue.State);
        (await nation.Panel.Get($"/mail/newsletters/{letter.Id}")).Shows("The last issue has not left: Il n’est pas parti tout seul : à ce nombre de destinataires, une deuxième personne doit valider.");
        Assert.Equal(issue.AuthorId, (await nation.Db.BlastApprovals.SingleAsync(a => a.State == ApprovalState.Waiting, Ct)).AskedBy);
        Assert.NotEmpty(relay.Mails);
        Assert.DoesNotContain(relay.Mails, m => m.To is "ada@example.org" or "bob@example.org");
        (await (await second.Submit($"/mail/{issue.Id}/send", new { }, $"/mail/{issue.Id}/approval")).Follow()).Shows("Approved. It leaves at its hour.");
        app.Clock.Advance(ScheduleBlast.Undo);
        await Look(nation);
        Assert.Equal(["ada@example.org", "bob@example.org"], relay.Mails.Select(m => m.To).Where(t => t is "ada@example.org" or "bob@example.org").Order(StringComparer.Ordinal));
        (await nation.Panel.Get($"/mail/newsletters/{letter.Id}")).DoesNotShow("The last issue has not left");
    }

    [Fact]
    public async Task An_issue_that_nobody_wrote_is_asked_for_in_the_campaign_s_name()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Seeds.Reader("ada@example.org");
        await nation.Seeds.Reader("bob@example.org");
        await nation.Do((services, _) => services.GetRequiredService<NationSettings>().Set(new ApprovalSettings { Above = 1 }, Ct));
        var blast = await nation.Seeds.Mail();
        await nation.Db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.AuthorId, (long?)null), Ct);
        await nation.Do((_, db) =>
        {
            db.Enqueue(new SendIssue(blast.Id));
            return Task.CompletedTask;
        });

        await nation.RunJobs();

        (await nation.Panel.Get("/mail/approvals")).Shows(nation.Facts.Name);
        (await nation.Panel.Get($"/mail/{blast.Id}/send")).Shows($"{nation.Facts.Name} asks for approval.");
    }

    [Theory]
    // Paris: the clock goes forward on 28 March 2027 and back on 31 October.
    [InlineData("2027-03-26T12:00Z", "2027-04-02T07:00Z")]
    [InlineData("2027-03-19T07:59Z", "2027-03-19T08:00Z")]
    [InlineData("2027-10-29T07:00Z", "2027-11-05T08:00Z")]
    public void The_hour_is_one_of_the_wall_clock_through_the_change_of_it(string after, string next)
    {
        var letter = new Newsletter { Cadence = Cadence.Weekly, Day = 5, Hour = 9 };
        var culture = System.Globalization.CultureInfo.InvariantCulture;

        Assert.Equal(DateTimeOffset.Parse(next, culture), letter.NextAfter(DateTimeOffset.Parse(after, culture), TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris")));
    }

    [Theory]
    [InlineData("http://127.0.0.1/feed")]
    [InlineData("http://[::1]/feed")]
    [InlineData("http://[::ffff:10.0.0.1]/feed")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://10.1.2.3/")]
    [InlineData("http://192.168.0.1/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://localhost/")]
    [InlineData("http://example.org:8080/")]
    [InlineData("http://user@example.org/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.org/")]
    [InlineData("feed")]
    public async Task Nothing_but_the_public_web_is_asked(string url)
    {
        using var fetch = new FetchFeed();

        Assert.Equal("This is no address of a feed on the public web.", Assert.IsType<Fetching.Failed>(await fetch.Run(url, Ct)).Sentence);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1", true)]
    [InlineData("172.20.0.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("198.19.0.1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001:0:7f00:1::", false)]
    [InlineData("::7f00:1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    public void Addresses_of_networks_that_are_not_public_are_known(string address, bool isPublic) => Assert.Equal(isPublic, FetchFeed.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public void A_feed_is_read_as_plain_words_whatever_stands_in_it()
    {
        var rss = Read("""
            <rss version="2.0"><channel><title>News</title>
            <item><title>One &lt;b&gt;bold&lt;/b&gt; {{ person.email }}</title><link>https://example.org/1</link><guid>1</guid><description>&lt;script&gt;alert(1)&lt;/script&gt;&lt;p&gt;Words&lt;/p&gt;</description></item>
            <item><title>Bad</title><link>javascript:alert(1)</link></item>
            <item><title>Inner</title><link>http://127.0.0.1/</link></item>
            </channel></rss>
            """);
        var item = Assert.Single(rss!);
        Assert.Equal(("One bold (( person.email ))", "https://example.org/1"), (item.Title, item.Url));
        Assert.EndsWith("Words", item.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("<", item.Summary, StringComparison.Ordinal);

        var atom = Read("""<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>a</id><title>Two</title><link rel="self" href="https://example.org/self"/><link href="/2"/><updated>2026-11-01T10:00:00Z</updated></entry></feed>""");
        Assert.Equal("https://example.org/2", Assert.Single(atom!).Url);
        Assert.Null(Read("""<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>"""));
        Assert.Null(Read("<html><body>No feed</body></html>"));
        Assert.Null(Read("no xml at all"));

        static IReadOnlyList<NewsItem>? Read(string xml) => FeedReader.Read(Encoding.UTF8.GetBytes(xml), new Uri("https://example.org/feed"));
    }

    private static async Task<Newsletter> Make(TestNation nation, bool isByItself)
    {
        var made = await nation.Panel.Submit("/mail/automatic", new { }, "mail/newsletters");
        var letter = await nation.Db.Newsletters.AsNoTracking().SingleAsync(Ct);
        Assert.Equal($"/mail/newsletters/{letter.Id}", made.Location);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["Form.Source"] = "Posts", ["Form.Cadence"] = "Weekly" };
        if (isByItself) fields["Form.IsByItself"] = "true";
        await nation.Panel.Submit($"/mail/newsletters/{letter.Id}", fields, "#settings");
        await nation.Panel.Submit($"/mail/newsletters/{letter.Id}", new { on = "true" }, "state");
        letter = await nation.Db.Newsletters.AsNoTracking().SingleAsync(Ct);
        Assert.Equal((true, isByItself, 5, 9), (letter.IsOn, letter.IsByItself, letter.Day, letter.Hour));
        return letter;
    }

    private static async Task Look(TestNation nation)
    {
        await nation.Do((_, db) =>
        {
            db.Enqueue(new MakeIssues());
            return Task.CompletedTask;
        });
        await nation.RunJobs();
        await nation.RunMail();
    }
}
