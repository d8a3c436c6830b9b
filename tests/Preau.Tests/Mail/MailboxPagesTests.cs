using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Preau.Mail.Sandbox;
using Preau.Sandbox;

namespace Preau.Tests.Mail;

public sealed class MailboxPagesTests : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task An_empty_mailbox_says_what_arrives_here_in_the_language_of_the_browser()
    {
        await using var catcher = await Catcher.Start();

        Assert.Contains("No mail has come yet.", await Read(catcher.Pages), StringComparison.Ordinal);
        Assert.Contains("Aucun courriel n’est encore arrivé.", await Read(catcher.Pages, "fr-FR,en;q=0.5"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mails_are_told_by_the_clock_of_the_campaign()
    {
        var clock = new FakeTimeProvider(PreauApp.Start);
        clock.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"));
        await using var catcher = await Catcher.Start(clock: clock);
        Keep(catcher, "Market day");

        Assert.Contains("24/11/2026 10:00", await Read(catcher.Pages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_mail_is_first_and_older_ones_are_a_page_away()
    {
        await using var catcher = await Catcher.Start();
        for (var n = 1; n <= 60; n++) Keep(catcher, string.Create(CultureInfo.InvariantCulture, $"Letter {n:000}"));

        var first = await Read(catcher.Pages);
        var second = await Read(new Uri(catcher.Pages, $"/mail?before={catcher.Mailbox.Find(new MailSearch())[^1].Id}"));

        Assert.True(first.IndexOf("Letter 060", StringComparison.Ordinal) < first.IndexOf("Letter 011", StringComparison.Ordinal));
        Assert.DoesNotContain("Letter 010", first, StringComparison.Ordinal);
        Assert.Contains("rel=\"next\"", first, StringComparison.Ordinal);
        Assert.Contains("Letter 010", second, StringComparison.Ordinal);
        Assert.DoesNotContain("rel=\"next\"", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mails_are_found_by_subject_and_by_being_doubles()
    {
        await using var catcher = await Catcher.Start();
        Keep(catcher, "Market day", id: "1@example.org");
        Keep(catcher, "Market day", id: "1@example.org");
        Keep(catcher, "Wash house", id: "2@example.org");

        var market = await Read(new Uri(catcher.Pages, "/mail?q=market"));
        var doubles = await Read(new Uri(catcher.Pages, "/mail?doubles=1"));

        Assert.DoesNotContain("Wash house", market, StringComparison.Ordinal);
        Assert.Contains("class=\"double\"", doubles, StringComparison.Ordinal);
        Assert.Contains("href=\"/mail/2\"", doubles, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/mail/1\"", doubles, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_is_shown_in_a_frame_that_runs_nothing_and_its_headers_as_text()
    {
        await using var catcher = await Catcher.Start();
        Keep(catcher, "<script>alert(1)</script>", html: "<p>Hello</p><script>alert(2)</script>");

        var page = await Read(new Uri(catcher.Pages, "/mail/1"));
        using var letter = await http.GetAsync(new Uri(catcher.Pages, "/mail/1/html"), Ct);

        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.Contains("sandbox=\"allow-popups", page, StringComparison.Ordinal);
        var policy = Assert.Single(letter.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("sandbox ", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("allow-scripts", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_unsubscribe_button_posts_what_RFC_8058_says_to_the_address_in_the_mail()
    {
        await using var catcher = await Catcher.Start();
        using var site = new TcpListener(IPAddress.Loopback, 0);
        site.Start();
        Keep(catcher, "News", unsubscribe: $"http://demo.localhost:{((IPEndPoint)site.LocalEndpoint).Port}/leave/abc");

        var asked = Answer(site);
        using var said = await http.PostAsync(new Uri(catcher.Pages, "/mail/1/unsubscribe"), content: null, Ct);

        var request = await asked;
        Assert.StartsWith("POST /leave/abc HTTP/1.1", request, StringComparison.Ordinal);
        Assert.EndsWith("List-Unsubscribe=One-Click", request, StringComparison.Ordinal);
        Assert.Contains("Unsubscribed", await said.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/leave")]
    [InlineData("https://campaign.example/leave")]
    public async Task An_address_that_nobody_answers_or_that_is_not_on_this_machine_is_said(string address)
    {
        await using var catcher = await Catcher.Start();
        Keep(catcher, "News", unsubscribe: address);

        using var said = await http.PostAsync(new Uri(catcher.Pages, "/mail/1/unsubscribe"), content: null, Ct);

        Assert.Equal(HttpStatusCode.OK, said.StatusCode);
        Assert.Contains("That did not work", await said.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unsubscription_that_is_never_answered_ends_as_not_done()
    {
        using var loopback = new LoopbackClient { Http = { Timeout = TimeSpan.FromMilliseconds(200) } };
        using var site = new TcpListener(IPAddress.Loopback, 0);
        site.Start();

        Assert.False(await OneClick.Press(loopback.Http, new Uri($"http://127.0.0.1:{((IPEndPoint)site.LocalEndpoint).Port}/leave"), Ct));
    }

    [Fact]
    public async Task The_switch_turns_a_mischief_on_and_takes_no_other()
    {
        await using var catcher = await Catcher.Start();

        Assert.Equal(HttpStatusCode.Redirect, await Switch(catcher, "Busy"));
        Assert.Equal(Mischief.Busy, catcher.Moods.Switch);
        Assert.Equal(HttpStatusCode.BadRequest, await Switch(catcher, "99"));
        Assert.Equal(Mischief.Busy, catcher.Moods.Switch);
    }

    [Fact]
    public async Task Another_site_neither_reads_the_mails_nor_presses_their_buttons()
    {
        await using var catcher = await Catcher.Start();
        Keep(catcher, "News");
        using var renamed = new HttpRequestMessage(HttpMethod.Get, catcher.Pages) { Headers = { Host = "evil.example" } };
        using var pressed = new HttpRequestMessage(HttpMethod.Post, new Uri(catcher.Pages, "/mail/clear"));
        pressed.Headers.Add("Sec-Fetch-Site", "cross-site");

        Assert.Equal(HttpStatusCode.Forbidden, (await http.SendAsync(renamed, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.SendAsync(pressed, Ct)).StatusCode);
        Assert.Single(catcher.Mails);
    }

    private static void Keep(Catcher catcher, string subject, string? id = null, string html = "<p>Hello</p>", string? unsubscribe = null)
    {
        var leave = unsubscribe is null ? "" : $"List-Unsubscribe: <{unsubscribe}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
        var raw = $"Message-ID: <{id ?? Guid.NewGuid().ToString("N") + "@example.org"}>\r\nFrom: a@example.org\r\nSubject: {subject}\r\n{leave}Content-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n";
        catcher.Mailbox.Add(new("a@example.org", ["b@example.org"], Encoding.UTF8.GetBytes(raw)));
    }

    private async Task<string> Read(Uri address, string language = "en")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Accept-Language", language);
        using var answer = await http.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    private async Task<HttpStatusCode> Switch(Catcher catcher, string mischief)
    {
        using var form = new FormUrlEncodedContent([new("mischief", mischief)]);
        using var answer = await http.PostAsync(new Uri(catcher.Pages, "/mail/switch"), form, Ct);
        return answer.StatusCode;
    }

    /// <summary>One request, read to the end of its form, and thanked for.</summary>
    private static async Task<string> Answer(TcpListener site)
    {
        using var client = await site.AcceptTcpClientAsync(Ct);
        await using var stream = client.GetStream();
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().EndsWith("One-Click", StringComparison.Ordinal) && await stream.ReadAsync(buffer, Ct) is > 0 and var read) request.Append(Encoding.ASCII.GetString(buffer, 0, read));
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), Ct);
        return request.ToString();
    }
}
