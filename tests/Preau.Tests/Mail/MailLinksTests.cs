using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Law;
using Preau.Mail;
using Preau.Site;
using Preau.Site.Editing;

namespace Preau.Tests.Mail;

/// <summary>The links that a mail carries: one to leave, others that lead where they lead and tell that somebody followed them.</summary>
public sealed partial class MailLinksTests(PreauApp app) : IClassFixture<PreauApp>
{
    private const string Person = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task To_look_at_the_way_out_changes_nothing_and_one_press_is_enough_without_cookie_or_sign_in()
    {
        await using var sent = await Sent();
        var path = sent.Leave;

        var page = await sent.Nation.Site.Get(path);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        page.Shows("Press the button, and no more mail comes to you.");
        await sent.Nation.Site.Send(new HttpRequestMessage(HttpMethod.Head, path));
        Assert.True(await sent.Agrees(Purpose.News));

        // As a mail program posts it (RFC 8058): from anywhere, with nothing but this.
        var press = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]) };
        press.Headers.Add("Sec-Fetch-Site", "cross-site");
        press.Headers.Add("Origin", "https://mail.example");
        var done = await sent.Nation.Site.Send(press);

        Assert.Equal(HttpStatusCode.OK, done.Status);
        done.Shows("Done: no more mail comes to you.");
        Assert.False(done.Response.Headers.Contains("Set-Cookie"));
        Assert.False(await sent.Agrees(Purpose.News));
        Assert.False(await sent.Agrees(Purpose.Targeted));
        Assert.True(await sent.Agrees(Purpose.Sms));
        Assert.Equal($"mail:{sent.Blast.Id}", (await sent.Nation.Db.ConsentEntries.OrderBy(e => e.Id).LastAsync(Ct)).Source);
        Assert.Equal(1, (await sent.Nation.Total(sent.Blast)).Unsubscribed);
    }

    [Fact]
    public async Task Twice_is_once_and_no_later_mail_reaches_them()
    {
        await using var sent = await Sent();
        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.OK, (await sent.Nation.Site.Post(sent.Leave, new { })).Status);

        Assert.Equal(1, (await sent.Nation.Total(sent.Blast)).Unsubscribed);
        Assert.Equal(2, await sent.Nation.Db.ConsentEntries.CountAsync(e => !e.IsGiven, Ct));
        await sent.Nation.Seeds.Reader("other@example.org");
        var next = await sent.Nation.Seeds.Mail();
        await sent.Nation.SendNow(next);
        Assert.Equal(["other@example.org"], sent.Relay.Mails.Skip(1).Select(m => m.To));
    }

    [Fact]
    public async Task Whoever_leaves_may_say_why_and_nobody_else_can_for_them()
    {
        await using var sent = await Sent();
        // Nobody left yet: there is nothing to explain.
        await sent.Nation.Site.Post(sent.Leave + "/why", new { reason = "too_often" });
        Assert.Null((await sent.Nation.Deliveries(sent.Blast)).Single().LeftBecause);

        var left = await sent.Nation.Site.Post(sent.Leave + "?lang=fr", new { });
        Assert.Equal(5, left.Document.QuerySelectorAll("main input[type=radio][name=reason]").Length);
        left.Shows("Trop de messages");
        foreach (var reason in (string[])["too_often", "never_asked", "never_asked", "<b>", ""]) (await sent.Nation.Site.Post(sent.Leave + "/why?lang=fr", new { reason })).Shows("Merci. Vous ne recevrez plus de courriels.");
        Assert.Equal(HttpStatusCode.NotFound, (await sent.Nation.Site.Post(sent.Leave[..^4] + "AAAA/why", new { reason = "other" })).Status);

        Assert.Equal(LeaveReason.NeverAsked, (await sent.Nation.Deliveries(sent.Blast)).Single().LeftBecause);
        var report = await sent.Nation.Panel.Get($"/mail/{sent.Blast.Id}");
        report.Shows("Of 1 who left, 1 said why.");
        report.Shows("I never asked for this");
    }

    [Fact]
    public async Task Whoever_leaves_gets_no_mail_by_another_record_with_the_same_address_either()
    {
        await using var sent = await Sent();
        var twin = await sent.Nation.Seeds.Reader("Ada@Example.org", "Augusta", [Purpose.News, Purpose.Sms]);

        Assert.Equal(HttpStatusCode.OK, (await sent.Nation.Site.Post(sent.Leave, new { })).Status);

        Assert.Equal([Purpose.Sms], await sent.Nation.Db.ConsentStates.Where(s => s.PersonId == twin.Id && s.IsGiven).Select(s => s.Purpose).ToListAsync(Ct));
        Assert.Equal(1, (await sent.Nation.Total(sent.Blast)).Unsubscribed);
        await sent.Nation.Seeds.Reader("other@example.org");
        await sent.Nation.SendNow(await sent.Nation.Seeds.Mail());
        Assert.Equal(["other@example.org"], sent.Relay.Mails.Skip(1).Select(m => m.To));
    }

    [Fact]
    public async Task A_click_leads_on_and_is_counted_once_for_each_press()
    {
        await using var sent = await Sent();

        var answer = await sent.Follow(Person);
        await sent.Follow(Person);
        Assert.Equal((HttpStatusCode.Redirect, "https://elsewhere.example/plan?a=1&b=2"), (answer.Status, answer.Location));
        Assert.Equal("no-referrer", string.Join(' ', answer.Response.Headers.GetValues("Referrer-Policy")));
        Assert.Equal((1, 1), ((await sent.Nation.Total(sent.Blast)).Clicked, await sent.Nation.Db.MailClicks.CountAsync(Ct)));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await sent.Follow(Person);

        Assert.Equal((1, 2), ((await sent.Nation.Total(sent.Blast)).Clicked, await sent.Nation.Db.MailClicks.CountAsync(Ct)));
        Assert.NotNull((await sent.Nation.Deliveries(sent.Blast)).Single().ClickedAt);
    }

    [Theory]
    [InlineData("Mozilla/5.0 (compatible; Googlebot/2.1)")]
    [InlineData("Barracuda Sentinel (EE)")]
    [InlineData("curl/8.5.0")]
    [InlineData("")]
    public async Task What_machines_look_at_is_not_counted(string agent)
    {
        await using var sent = await Sent();

        Assert.Equal(HttpStatusCode.Redirect, (await sent.Follow(agent)).Status);

        Assert.Equal((0, 0), ((await sent.Nation.Total(sent.Blast)).Clicked, await sent.Nation.Db.MailClicks.CountAsync(Ct)));
    }

    [Fact]
    public async Task A_token_that_was_not_made_here_opens_nothing()
    {
        await using var sent = await Sent();
        await using var other = await app.NewNation();
        await other.ReadyToMail();
        await other.Seeds.Reader("theirs@example.org");
        await other.Schedule(await other.Seeds.Mail());
        var forged = sent.Leave[..^4] + (sent.Leave.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA");

        foreach (var path in new[] { forged, sent.Click[..^4] + "....", sent.Leave.Replace("/m/u/", "/m/c/", StringComparison.Ordinal), sent.Click.Replace("/m/c/", "/m/u/", StringComparison.Ordinal), "/m/u/x", "/m/c/" + new string('A', 3000) })
        {
            var answer = await sent.Nation.Site.Get(path);
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
            answer.Shows(path.StartsWith("/m/c/", StringComparison.Ordinal) ? "Cette page n’existe pas" : "Ce lien ne fonctionne pas");
            if (path.StartsWith("/m/u/", StringComparison.Ordinal)) Assert.Equal(HttpStatusCode.NotFound, (await sent.Nation.Site.Post(path, new { })).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await other.Site.Post(sent.Leave, new { })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Site.Get(sent.Click)).Status);
        Assert.True(await sent.Agrees(Purpose.News));
    }

    [Theory]
    [InlineData("?lang=en", "This link does not work", "If you want no more mail from us, write to")]
    [InlineData("", "Ce lien ne fonctionne pas", "Si vous ne souhaitez plus recevoir nos courriels, écrivez à")]
    public async Task A_way_out_that_was_damaged_says_so_and_names_another_way(string asked, string title, string text)
    {
        await using var sent = await Sent();
        var damaged = sent.Leave[..^4] + "AAAA" + asked;

        foreach (var page in new[] { await sent.Nation.Site.Get(damaged), await sent.Nation.Site.Post(damaged, new { }) })
        {
            Assert.Equal(HttpStatusCode.NotFound, page.Status);
            page.Shows(title);
            page.Shows(text);
            Assert.NotNull(page.Document.QuerySelector("main a[href^='mailto:']"));
            Assert.Contains("noindex", string.Join(' ', page.Response.Headers.GetValues("X-Robots-Tag")), StringComparison.Ordinal);
        }

        Assert.True(await sent.Agrees(Purpose.News));
    }

    [Theory]
    [InlineData("", "This address gets no more mail from us.", "Say yes again with the form")]
    [InlineData("?lang=fr", "Cette adresse ne reçoit plus nos courriels.", "Dire oui à nouveau avec le formulaire")]
    public async Task A_way_out_that_was_taken_says_that_no_mail_comes_any_more_and_how_to_say_yes_again(string asked, string text, string way)
    {
        await using var sent = await Sent();
        await sent.Nation.Do(async (services, _) =>
        {
            foreach (var language in (string[])["en", "fr"])
            {
                var join = await services.GetRequiredService<SavePage>().New(PageKind.SignUp, language, "Join us", Ct);
                (join.Status, join.PublishedAt) = (PageStatus.Published, join.CreatedAt);
            }
        });
        await sent.Nation.Site.Post(sent.Leave, new { });

        foreach (var page in new[] { await sent.Nation.Site.Get(sent.Leave + asked), await sent.Nation.Site.Post(sent.Leave + asked, new { }) })
        {
            Assert.Equal(HttpStatusCode.OK, page.Status);
            page.Shows(text);
            page.Shows(way);
            Assert.Null(page.Document.QuerySelector("main form"));
        }

        Assert.False(await sent.Agrees(Purpose.News));
        Assert.Equal(2, await sent.Nation.Db.ConsentEntries.CountAsync(e => !e.IsGiven, Ct));
    }

    [Theory]
    [InlineData("Read https://elsewhere.example/plan, today.", "https://elsewhere.example/plan", "https://elsewhere.example/plan")]
    [InlineData("(see www.elsewhere.example)", "www.elsewhere.example", "https://www.elsewhere.example")]
    [InlineData("HTTPS://elsewhere.example/a_(b)?c=1&amp;d=2…", "HTTPS://elsewhere.example/a_(b)?c=1&d=2", "HTTPS://elsewhere.example/a_(b)?c=1&d=2")]
    [InlineData("{% if person.city %}https://elsewhere.example/{% endif %}", "https://elsewhere.example/", "https://elsewhere.example/")]
    public void An_address_that_was_typed_is_a_link(string text, string words, string leads)
    {
        var body = BodyText.Of($"<p>{text}</p>", "https://ada.example", "#000");

        var link = Assert.Single(new AngleSharp.Html.Parser.HtmlParser().ParseDocument(body.Html).QuerySelectorAll("a"));
        Assert.Equal((words, BodyText.Mark(0)), (link.TextContent, link.GetAttribute("href")));
        Assert.Equal([leads], body.Links);
        Assert.Contains(words, body.Plain, StringComparison.Ordinal);
        Assert.DoesNotContain(BodyText.Mark(0), body.Plain, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ada@www.example.org and xhttp://example.org")]
    [InlineData("{{ person.city | default: &quot;https://elsewhere.example&quot; }}")]
    [InlineData("https://elsewhere.example/?name={{ person.first_name }}")]
    [InlineData("<code>https://elsewhere.example</code> https:// www. http://localhost")]
    public void What_is_no_whole_address_stays_text(string text) => Assert.Empty(BodyText.Of($"<p>{text}</p>", "https://ada.example", "#000").Links);

    [Fact]
    public async Task An_address_that_was_typed_leads_on_from_the_mail_its_test_and_its_preview()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Seeds.Reader("ada@example.org");
        var blast = await nation.Seeds.Mail(b => b.Body = "<p>All of it: www.elsewhere.example/plan.</p><p>Again: <a href=\"https://www.elsewhere.example/plan\">the plan</a></p>");

        Assert.Contains(">www.elsewhere.example/plan</a>.", (await nation.Panel.Get($"/mail/{blast.Id}/preview.html")).Html, StringComparison.Ordinal);
        await nation.Panel.Submit($"/mail/{blast.Id}/preview", new { to = "me@example.org" }, "/test");
        Assert.Contains(">www.elsewhere.example/plan</a>.", relay.Mails.Single().Message.HtmlBody, StringComparison.Ordinal);
        // Each test is a mail of its own to whoever keeps only the first of a number.
        await nation.Panel.Submit($"/mail/{blast.Id}/preview", new { to = "me@example.org" }, "/test");
        Assert.Equal(2, relay.Mails.Select(m => m.Message.MessageId).Distinct(StringComparer.Ordinal).Count());
        await nation.SendNow(blast);

        var clicks = ClickPath().Matches(relay.Mails.Last().Message.HtmlBody ?? "");
        Assert.Equal(2, clicks.Count);
        Assert.Equal(clicks[0].Value, clicks[1].Value);
        Assert.Equal("https://www.elsewhere.example/plan", (await nation.Site.Get(clicks[0].Value)).Location);
    }

    [Fact]
    public async Task Every_step_stands_on_the_persons_timeline_and_in_the_file_for_them()
    {
        await using var sent = await Sent();
        await sent.Follow(Person);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await sent.Nation.Site.Post(sent.Leave, new { });

        var profile = await sent.Nation.Panel.Get($"/people/{sent.PersonId}");

        profile.Shows("Got the mail “A word”");
        profile.Shows("Followed a link in “A word”");
        profile.Shows("https://elsewhere.example/plan?a=1&b=2");
        profile.Shows("Unsubscribe link");
        var report = await sent.Nation.Panel.Get($"/mail/{sent.Blast.Id}");
        Assert.Equal(["1", "1", "1", "1", "0", "0"], report.Document.QuerySelectorAll("a.tile .value").Select(v => v.TextContent));
    }

    [Fact]
    public async Task The_way_out_of_a_test_takes_nobody_off()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Seeds.Reader("ada@example.org");
        var blast = await nation.Seeds.Mail();
        (await (await nation.Panel.Submit($"/mail/{blast.Id}/preview", new { to = "me@example.org" }, "/test")).Follow()).Shows("me@example.org");
        var mail = Assert.Single(relay.Mails).Message;
        var path = WayOut(mail);

        (await nation.Site.Get(path)).Shows("This is the link of a test");
        (await nation.Site.Post(path, new { })).Shows("This is the link of a test");

        Assert.False(await nation.Db.ConsentEntries.AnyAsync(e => !e.IsGiven, Ct));
        Assert.Contains("Hello Camille", mail.TextBody, StringComparison.Ordinal);
        Assert.Empty(await nation.Deliveries(blast));
    }

    [Fact]
    public async Task The_way_out_of_a_preview_says_that_it_is_one_and_changes_nothing()
    {
        await using var nation = await app.NewNation();
        var reader = await nation.Seeds.Reader("ada@example.org");
        var blast = await nation.Seeds.Mail(b => b.Language = "fr");
        var frame = await nation.Panel.Get($"/mail/{blast.Id}/preview.html?person={reader.Id}");
        var path = new Uri(frame.Document.QuerySelector("a[href*='/m/u/']")!.GetAttribute("href")!).PathAndQuery;

        (await nation.Site.Get(path)).Shows("Ce lien vient d’un aperçu : il ne désinscrit personne.");
        (await nation.Site.Post(path, new { })).Shows("Ce lien vient d’un aperçu");
        (await nation.Site.Get(path.Replace("=fr", "=en", StringComparison.Ordinal))).Shows("This is the link of a preview: it takes nobody off the list.");

        Assert.False(await nation.Db.ConsentEntries.AnyAsync(e => !e.IsGiven, Ct));
    }

    private static string WayOut(MimeKit.MimeMessage mail) => new Uri((mail.Headers[MimeKit.HeaderId.ListUnsubscribe] ?? "").Trim('<', '>')).AbsolutePath;

    private async Task<SentMail> Sent()
    {
        var (relay, nation) = (new FakeRelay(), await app.NewNation());
        await nation.ReadyToMail(relay);
        var person = await nation.Seeds.Reader("ada@example.org", "Ada", [Purpose.News, Purpose.Targeted, Purpose.Sms]);
        var blast = await nation.Seeds.Mail(b => b.Body = "<p>Read <a href=\"https://elsewhere.example/plan?a=1&amp;b=2\">the plan</a>.</p>");
        await nation.SendNow(blast);
        var mail = Assert.Single(relay.Mails).Message;
        return new SentMail(nation, relay, blast, person.Id, WayOut(mail), ClickPath().Match(mail.HtmlBody ?? "").Value);
    }

    private sealed record SentMail(TestNation Nation, FakeRelay Relay, Blast Blast, long PersonId, string Leave, string Click) : IAsyncDisposable
    {
        public async Task<Page> Follow(string agent)
        {
            var page = await Press(Click, agent);
            await Nation.RunClicks();
            return page;
        }

        public Task<Page> Press(string path, string agent)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (agent.Length > 0) request.Headers.TryAddWithoutValidation("User-Agent", agent);
            return Nation.Site.Send(request);
        }

        public Task<bool> Agrees(Purpose purpose) => Nation.Db.ConsentStates.AnyAsync(s => s.PersonId == PersonId && s.Purpose == purpose && s.IsGiven, Ct);

        public async ValueTask DisposeAsync()
        {
            await Nation.DisposeAsync();
            await Relay.DisposeAsync();
        }
    }

    [GeneratedRegex("/m/c/[A-Za-z0-9_-]+")]
    private static partial Regex ClickPath();
}
