using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Law;
using Preau.Mail;
using Preau.Mail.Checks;
using Preau.Segments;
using Preau.Shared;
using Preau.Site;

namespace Preau.Tests.Mail;

/// <summary>The program with links whose answers the test writes down.</summary>
public sealed class LinksApp : PreauApp
{
    public MadeUpLinks Links { get; } = new();

    protected override void Configure(IServiceCollection services) => services.AddSingleton<IAskLink>(Links);
}

/// <summary>What is looked at before a mail leaves, in one list.</summary>
public sealed class ChecksTests(LinksApp app) : IClassFixture<LinksApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ALL OUR NEWS TODAY", "<p>Hello.</p>", "capitals")]
    [InlineData("Come!!", "<p>Hello.</p>", "exclamation marks")]
    [InlineData("Re: our talk", "<p>Hello.</p>", "begins as an answer")]
    [InlineData("A word", "<p><img src=\"/files/a.jpg\" alt=\"\"></p>", "hardly any text")]
    [InlineData("A word", "<p><img src=\"/files/a.jpg\"></p>", "1 picture has no words")]
    [InlineData("A word", "<p><a href=\"https://bit.ly/x\">The plan for the town</a></p>", "bit.ly")]
    [InlineData("A word", "<p><a href=\"https://192.0.2.7/x\">The plan for the town</a></p>", "leads to a number")]
    [InlineData("A word", "<p><a href=\"https://evil.example/x\">www.bank.example</a></p>", "leads to evil.example")]
    [InlineData("A word", "<p><a href=\"https://ada.example/x\">click here</a></p>", "says nothing of where")]
    [InlineData("A word", "<p>Act now: it is 100% free.</p>", "“100% free”, “act now”")]
    [InlineData("A word", "<p>Come now!!!</p>", "“!!!”")]
    public void Traits_of_spam_are_told_in_plain_words(string subject, string html, string says) =>
        Assert.Contains(Traits(subject, html), p => !p.IsBlocking && p.Text.Contains(says, StringComparison.Ordinal));

    [Theory]
    [InlineData("A word for {{ person.first_name | default: \"YOU\" }}", "<p>Hello {{ person.first_name | default: \"FRIEND\" }}. Read <a href=\"https://www.ada.example/plan\">ada.example/plan</a>.</p>")]
    [InlineData("RER B", "<p>The train is late, every day.</p>")]
    [InlineData("Our plan!", "<p>See <a href=\"https://ada.example/plan\">the plan for our streets</a>.</p>")]
    public void A_plain_mail_has_none_of_them(string subject, string html) => Assert.Empty(Traits(subject, html));

    [Theory]
    [InlineData("93.184.215.14", true)]
    [InlineData("2606:2800:21f::1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001:0:7f00:1::", false)]
    public void Only_addresses_of_the_internet_at_large_are_asked(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://[::1]:{0}/")]
    [InlineData("http://2130706433:{0}/")]
    public async Task A_link_into_our_own_network_is_refused_before_anything_is_sent(string url)
    {
        await using var server = new TinyServer(_ => "HTTP/1.1 200 OK");
        using var live = new LiveLinks();

        var answer = await live.Ask(new Uri(string.Format(System.Globalization.CultureInfo.InvariantCulture, url, server.Port)), Ct);

        Assert.Equal(LinkAnswer.Of(LinkTrouble.Private), answer);
        Assert.Empty(server.Asked);
    }

    [Fact]
    public async Task A_redirect_is_followed_and_looked_at_at_every_hop()
    {
        await using var server = new TinyServer(line => line.Contains("/in", StringComparison.Ordinal) ? "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.2:1/secret"
            : line.Contains("/on", StringComparison.Ordinal) ? "HTTP/1.1 301 Moved\r\nLocation: /there"
            : line.Contains("/file", StringComparison.Ordinal) ? "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd"
            : line.Contains("/loop", StringComparison.Ordinal) ? "HTTP/1.1 302 Found\r\nLocation: /loop"
            : line.Contains("/gone", StringComparison.Ordinal) ? "HTTP/1.1 410 Gone"
            : line.Contains("/shy", StringComparison.Ordinal) ? "HTTP/1.1 403 No"
            : line.StartsWith("HEAD /get", StringComparison.Ordinal) ? "HTTP/1.1 405 No HEAD"
            : "HTTP/1.1 200 OK");
        var address = IPAddress.Loopback;
        using var live = new LiveLinks(end => end.Address.Equals(address), TimeSpan.FromSeconds(5));
        Task<LinkAnswer> Ask(string path) => live.Ask(new Uri($"http://127.0.0.1:{server.Port}{path}"), Ct);

        Assert.Equal(LinkAnswer.Of(200), await Ask("/on"));
        Assert.Equal(LinkAnswer.Of(200), await Ask("/get"));
        Assert.Equal(LinkAnswer.Of(LinkTrouble.Private), await Ask("/in"));
        Assert.Equal(LinkAnswer.Of(LinkTrouble.Redirects), await Ask("/file"));
        Assert.Equal(LinkAnswer.Of(LinkTrouble.Redirects), await Ask("/loop"));
        Assert.Equal(new LinkAnswer(LinkState.Dead, 410), await Ask("/gone"));
        Assert.Equal(new LinkAnswer(LinkState.Unsure, 403), await Ask("/shy"));
        Assert.DoesNotContain(server.Asked, a => a.Contains("Cookie", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_waited_for_no_longer_than_it_may_take()
    {
        await using var server = new TinyServer(_ => null);
        using var live = new LiveLinks(_ => true, TimeSpan.FromMilliseconds(300));

        Assert.Equal(LinkAnswer.Of(LinkTrouble.Late), await live.Ask(new Uri($"http://127.0.0.1:{server.Port}/"), Ct));
    }

    [Fact]
    public async Task Links_are_asked_in_the_background_and_dead_ones_stand_in_the_list()
    {
        await using var nation = await Ready();
        var site = await nation.Services.GetRequiredService<SiteViews>().Origin(Ct);
        app.Links.Answers["https://gone.example/a"] = new LinkAnswer(LinkState.Dead, 404);
        app.Links.Answers["https://shy.example/a"] = new LinkAnswer(LinkState.Unsure, 403);
        var blast = await nation.Seeds.Mail(b => b.Body = $"<p><a href=\"https://gone.example/a\">The first plan</a> <a href=\"https://shy.example/a\">The second plan</a> <a href=\"https://fine.example/a\">The third plan</a> <a href=\"{site}/nowhere\">A page of ours</a> <a href=\"{site}/feed\">What is new</a></p>");
        var send = $"/mail/{blast.Id}/send";

        (await nation.Panel.Get(send)).Shows("5 links of this text were not asked yet");
        var waiting = await (await nation.Panel.Submit(send, new { }, "/links")).Follow();
        waiting.Shows("Asking whether its links lead somewhere");
        await nation.RunJobs();

        var page = await nation.Panel.Get(send);
        page.Shows("https://gone.example/a answers 404: there is no such page.");
        page.Shows($"{site}/nowhere: there is no such page on your site, or it is not published.");
        page.Shows("answers 403 to a program");
        page.DoesNotShow("https://fine.example/a cannot");
        page.DoesNotShow($"{site}/feed: there is no such page");
        // None of it stands in the way.
        Assert.NotNull(page.Document.QuerySelector("button[value=now]"));
        var part = new HttpRequestMessage(HttpMethod.Get, $"/mail/{blast.Id}/links");
        part.Headers.Add("HX-Request", "true");
        Assert.Equal("true", string.Join(' ', (await nation.Panel.Send(part)).Response.Headers.GetValues("HX-Refresh")));
        // Saving it and going on to sending asks again by itself.
        await nation.Panel.Submit($"/mail/{blast.Id}/edit", new { then = "send", Form_Subject = "Another word" });
        Assert.Equal(5, await nation.Db.CheckedLinks.CountAsync(l => l.State == LinkState.Waiting, Ct));
        await nation.Panel.Submit($"/mail/{blast.Id}/edit", new { }, "removal");
        Assert.Equal(0, await nation.Db.CheckedLinks.CountAsync(Ct));
    }

    [Fact]
    public async Task A_mail_that_Gmail_clips_is_told_with_its_size_and_one_beyond_all_measure_cannot_leave()
    {
        await using var nation = await Ready();
        var long1 = await nation.Seeds.Mail(b => b.Body = $"<p>{new string('x', 110_000)}</p>");
        var long2 = await nation.Seeds.Mail(b => b.Body = $"<p>{new string('€', 180_000)}</p>");

        (await nation.Panel.Get($"/mail/{long1.Id}/send")).Shows("Gmail shows the first 102 KB");
        var page = await nation.Panel.Get($"/mail/{long2.Id}/send");
        page.Shows("500 KB is the most");
        Assert.Null(page.Document.QuerySelector("button[value=now]"));
        Assert.IsType<Scheduling.Refused>(await nation.Schedule(long2));
    }

    [Fact]
    public async Task A_word_without_a_fallback_names_somebody_with_whom_it_is_blank_and_is_no_matter_where_it_is_nobody()
    {
        await using var nation = await Ready();
        await nation.Seeds.Reader("bea@example.org", "Bea", with: p => p.LastName = "Longin");
        var noName = await nation.Seeds.Reader("x@example.org", "", with: p => p.LastName = "Sanspr");
        var blast = await nation.Seeds.Mail(b => b.Body = "<p>Hello {{ person.first_name }}, of the family {{ person.last_name }}.</p>");

        var page = await nation.Panel.Get($"/mail/{blast.Id}/send");

        page.Shows("Of 3 readers who were looked at it is blank for 1, such as Sanspr.");
        Assert.Contains($"/mail/{blast.Id}/preview?person={noName.Id}", page.Html, StringComparison.Ordinal);
        page.DoesNotShow("{{ person.last_name }} stays blank");
    }

    [Fact]
    public async Task A_segment_of_nearly_everybody_and_an_audience_far_beyond_the_last_ones_are_told()
    {
        await using var nation = await Ready();
        for (var i = 0; i < 3; i++) await nation.Seeds.SentMail((DeliveryState.Sent, false, false), (DeliveryState.Sent, false, false));
        await nation.Readers(150);
        var blast = await nation.Seeds.Mail();

        (await nation.Panel.Get($"/mail/{blast.Id}/send")).Shows("It goes to 151 people; most of the last ones went to about 2.");

        await nation.Do(async (_, db) =>
        {
            foreach (var id in await db.ConsentStates.Where(s => s.Purpose == Purpose.News).Select(s => s.PersonId).ToListAsync(Ct)) db.Add(new Preau.People.ConsentState { PersonId = id, Purpose = Purpose.Targeted, IsGiven = true, At = app.Clock.GetUtcNow() });
        });
        var segment = await nation.Seeds.Segment("Many", new SegmentCondition("consent", "given", ["news"]));
        var targeted = await nation.Seeds.Mail(b => b.SegmentId = segment.Id);
        (await nation.Panel.Get($"/mail/{targeted.Id}/send")).Shows("The segment holds 100% of all who agreed to be written to.");
    }

    private static IReadOnlyList<BlastProblem> Traits(string subject, string html) => new MailTraits(new Words("en")).Of(subject, html, PlainText.Of(new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html).Body!));

    private async Task<TestNation> Ready()
    {
        var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Seeds.Reader("ana@example.org");
        return nation;
    }

    /// <summary>Speaks just enough HTTP; keeps what it was asked.</summary>
    private sealed class TinyServer : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource end = new();
        private readonly Task running;

        public TinyServer(Func<string, string?> answer)
        {
            listener.Start();
            running = Run(answer);
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;
        public System.Collections.Concurrent.ConcurrentBag<string> Asked { get; } = [];

        public async ValueTask DisposeAsync()
        {
            await end.CancelAsync();
            listener.Stop();
            await running;
            end.Dispose();
        }

        private async Task Run(Func<string, string?> answer)
        {
            try
            {
                while (!end.IsCancellationRequested)
                {
                    using var client = await listener.AcceptTcpClientAsync(end.Token);
                    var (stream, buffer) = (client.GetStream(), new byte[4096]);
                    var text = Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, end.Token));
                    Asked.Add(text);
                    if (answer(text.Split('\r')[0]) is not { } line) await Task.Delay(Timeout.Infinite, end.Token);
                    else await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), end.Token);
                }
            }
            catch (Exception gone) when (gone is OperationCanceledException or SocketException or IOException)
            {
                // The test is over, or the other side is.
            }
        }
    }
}
