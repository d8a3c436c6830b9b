using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Mail;

namespace Preau.Tests.Mail;

/// <summary>Clicks are heard at once and written a moment later, many together.</summary>
public sealed partial class ClickBookTests(PreauApp app) : IClassFixture<PreauApp>
{
    private const string Browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private const string Links = "<p><a href=\"https://one.example/\">one</a> <a href=\"https://two.example/\">two</a> <a href=\"https://three.example/\">three</a></p>";
    private const string Four = Links + "<p><a href=\"https://four.example/\">four</a></p>";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ClickBook Book => app.Services.GetRequiredService<ClickBook>();

    [Fact]
    public async Task Whoever_is_through_all_links_faster_than_anybody_reads_is_a_scanner()
    {
        await using var sent = await Sent("ada@example.org", "bo@example.org");
        foreach (var link in sent.Of("ada@example.org"))
        {
            await sent.Press(link);
            app.Clock.Advance(TimeSpan.FromMilliseconds(300));
        }

        foreach (var link in sent.Of("bo@example.org"))
        {
            await sent.Press(link);
            app.Clock.Advance(TimeSpan.FromSeconds(4));
        }

        await Book.Write(isAll: true, Ct);

        Assert.Equal(1, (await sent.Nation.Total(sent.Blast)).Clicked);
        var clicks = await sent.Nation.Db.MailClicks.ToListAsync(Ct);
        Assert.Equal(3, clicks.Count);
        Assert.Equal("bo@example.org", (await sent.Nation.Deliveries(sent.Blast)).Single(d => d.PersonId == clicks[0].PersonId && d.ClickedAt is not null).Address);
    }

    [Fact]
    public async Task The_tail_of_a_scan_is_the_scanners_too_and_who_reads_later_is_a_reader()
    {
        await using var sent = await SentWith(Four, "ada@example.org");
        var links = sent.Of("ada@example.org");
        // 0, 0.7, 1.4 and 2.1 s: the last comes behind the two seconds.
        foreach (var link in links)
        {
            await sent.Press(link);
            app.Clock.Advance(TimeSpan.FromMilliseconds(700));
            await Book.Write(isAll: false, Ct);
        }

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await sent.Press(links[3]);
        await Book.Write(isAll: true, Ct);
        Assert.Equal((0L, 0), ((await sent.Nation.Total(sent.Blast)).Clicked, await sent.Nation.Db.MailClicks.CountAsync(Ct)));

        app.Clock.Advance(Scans.Remembered);
        await sent.Press(links[0]);
        await Book.Write(isAll: true, Ct);
        Assert.Equal((1L, 1), ((await sent.Nation.Total(sent.Blast)).Clicked, await sent.Nation.Db.MailClicks.CountAsync(Ct)));
    }

    [Fact]
    public async Task Two_links_within_a_second_are_nobodys_and_one_link_pressed_twice_is_somebodys()
    {
        await using var sent = await SentWith("<p><a href=\"https://one.example/\">one</a> <a href=\"https://two.example/\">two</a></p>", "ada@example.org", "bo@example.org", "cy@example.org");
        async Task Follow(string address, int first, int second, double seconds)
        {
            await sent.Press(sent.Of(address)[first]);
            app.Clock.Advance(TimeSpan.FromSeconds(seconds));
            await sent.Press(sent.Of(address)[second]);
        }

        await Follow("ada@example.org", 0, 1, 0.9);
        await Follow("bo@example.org", 0, 1, 1.1);
        await Follow("cy@example.org", 0, 0, 0.2);
        await Book.Write(isAll: true, Ct);

        Assert.Equal(["bo@example.org", "cy@example.org"], (await sent.Nation.Deliveries(sent.Blast)).Where(d => d.ClickedAt is not null).Select(d => d.Address));
        Assert.Equal(3, await sent.Nation.Db.MailClicks.CountAsync(Ct));
    }

    [Fact]
    public async Task A_click_is_written_when_it_has_settled_and_not_before()
    {
        await using var sent = await Sent("ada@example.org");
        await sent.Press(sent.Of("ada@example.org")[0]);

        await Book.Write(isAll: false, Ct);
        Assert.Equal(0, (await sent.Nation.Total(sent.Blast)).Clicked);
        app.Clock.Advance(ClickBook.Settles);
        await Book.Write(isAll: false, Ct);
        await Book.Write(isAll: false, Ct);

        Assert.Equal(1, (await sent.Nation.Total(sent.Blast)).Clicked);
        Assert.Equal(app.Clock.GetUtcNow() - ClickBook.Settles, (await sent.Nation.Deliveries(sent.Blast)).Single().ClickedAt);
    }

    [Fact]
    public async Task Many_at_once_are_each_counted_once_with_one_line_of_the_trail_for_all()
    {
        await using var sent = await Sent([.. Enumerable.Range(0, 40).Select(i => $"reader{i}@example.org")]);
        foreach (var address in sent.Addresses)
        {
            await sent.Press(sent.Of(address)[0]);
            await sent.Press(sent.Of(address)[0]);
        }

        app.Clock.Advance(Scans.Hand);
        foreach (var address in sent.Addresses) await sent.Press(sent.Of(address)[1]);
        await Book.Write(isAll: true, Ct);
        // Heard again by another process, or written and not told: the same press.
        foreach (var address in sent.Addresses) await sent.Press(sent.Of(address)[1]);
        await Book.Write(isAll: true, Ct);

        Assert.Equal((40, 80), ((await sent.Nation.Total(sent.Blast)).Clicked, await sent.Nation.Db.MailClicks.CountAsync(Ct)));
        Assert.Equal(80, (await sent.Nation.Db.Set<AuditEntry>().SingleAsync(e => e.Action == "mail.clicked", Ct)).Count);
    }

    [Fact]
    public async Task Whoever_was_erased_meanwhile_is_led_on_and_not_written_down()
    {
        await using var sent = await Sent("ada@example.org", "bo@example.org");
        foreach (var address in sent.Addresses) await sent.Press(sent.Of(address)[0]);
        await sent.Nation.Db.MailDeliveries.Where(d => d.Address == "ada@example.org").ExecuteDeleteAsync(Ct);

        await Book.Write(isAll: true, Ct);

        Assert.Equal((1, 1), ((await sent.Nation.Total(sent.Blast)).Clicked, await sent.Nation.Db.MailClicks.CountAsync(Ct)));
    }

    private Task<SentMail> Sent(params string[] addresses) => SentWith(Links, addresses);

    private async Task<SentMail> SentWith(string body, params string[] addresses)
    {
        var (relay, nation) = (new FakeRelay(), await app.NewNation());
        await nation.ReadyToMail(relay);
        foreach (var address in addresses) await nation.Seeds.Reader(address);
        var blast = await nation.Seeds.Mail(b => b.Body = body);
        await nation.SendNow(blast);
        return new SentMail(nation, relay, blast, addresses);
    }

    private sealed record SentMail(TestNation Nation, FakeRelay Relay, Blast Blast, IReadOnlyList<string> Addresses) : IAsyncDisposable
    {
        public IReadOnlyList<string> Of(string address) => [.. ClickPath().Matches(Relay.Mails.Single(m => m.To == address).Message.HtmlBody ?? "").Select(m => m.Value)];

        public async Task Press(string path)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("User-Agent", Browser);
            Assert.Equal(System.Net.HttpStatusCode.Redirect, (await Nation.Site.Send(request)).Status);
        }

        public async ValueTask DisposeAsync()
        {
            await Nation.DisposeAsync();
            await Relay.DisposeAsync();
        }
    }

    [GeneratedRegex("/m/c/[A-Za-z0-9_-]+")]
    private static partial Regex ClickPath();
}
