using System.Net;
using Preau.Shared;
using Preau.Site;

namespace Preau.Tests.Site;

public sealed class PublicSiteTests(PreauApp app) : IClassFixture<PreauApp>
{
    [Fact]
    public async Task Visitors_see_published_pages_and_no_drafts()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToPublish();
        await nation.Seeds.Page(slug: "programme", title: "Our programme", body: "<p>What we will do.</p>");
        await nation.Seeds.Page(slug: "secret", title: "Not yet", status: PageStatus.Draft);
        await nation.Seeds.Page(slug: "later", title: "Later", status: PageStatus.Scheduled);

        (await nation.Site.Get("/programme")).Shows("What we will do.");

        Assert.Equal(HttpStatusCode.NotFound, (await nation.Site.Get("/secret")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Site.Get("/later")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Site.Get("/nothing-at-all")).Status);
    }

    [Fact]
    public async Task A_page_of_another_nation_and_a_forged_host_are_not_found()
    {
        await using var mine = await app.NewNation();
        await using var other = await app.NewNation();
        await mine.Seeds.Page(slug: "mine", title: "Mine");

        Assert.Equal(HttpStatusCode.OK, (await mine.Site.Get("/mine")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Site.Get("/mine")).Status);
        var forged = await mine.Visit("https://evil.example").Get("/mine");
        Assert.Equal(HttpStatusCode.NotFound, forged.Status);
        Assert.DoesNotContain("evil.example", forged.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_kind_of_page_stands_in_the_theme_with_its_legal_foot()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToPublish();
        foreach (var kind in Enum.GetValues<PageKind>())
        {
            await nation.Seeds.Page(kind, kind == PageKind.Home ? "" : kind.ToString().ToLowerInvariant(), $"Title of {kind}", "<h2>Part</h2><p>Text of it.</p>", with: p => p.Goal = 1200);

            var page = await nation.Site.Get(kind == PageKind.Home ? "/" : "/" + kind.ToString().ToLowerInvariant());

            Assert.Equal(HttpStatusCode.OK, page.Status);
            page.Shows($"Title of {kind}");
            page.Shows("Site édité par Ada Martin");
            Assert.Equal("fr", page.Document.DocumentElement.GetAttribute("lang"));
            Assert.Single(page.Document.QuerySelectorAll("h1"));
            Assert.NotNull(page.Document.QuerySelector("main#main"));
        }
    }

    [Fact]
    public async Task The_page_says_what_search_engines_and_sharing_need()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToPublish();
        var french = await nation.Seeds.Page(PageKind.Post, "bonne-nouvelle", "Une bonne nouvelle", "<p>Elle est là.</p>", with: p => p.Lead = "En une phrase & demie");
        await nation.Seeds.Page(PageKind.Post, "good-news", "Good news", language: "en", with: p => p.GroupId = french.GroupId);

        var page = await nation.Site.Get("/bonne-nouvelle");
        string? Head(string selector, string attribute) => page.Document.QuerySelector(selector)?.GetAttribute(attribute);

        Assert.Equal("Une bonne nouvelle – Ada pour tous", page.Document.Title);
        Assert.Equal("En une phrase & demie", Head("meta[name=description]", "content"));
        Assert.EndsWith("/bonne-nouvelle", Head("link[rel=canonical]", "href"), StringComparison.Ordinal);
        Assert.EndsWith("/en/good-news", Head("link[hreflang=en]", "href"), StringComparison.Ordinal);
        Assert.Equal("article", Head("meta[property='og:type']", "content"));
        Assert.Contains("\"BlogPosting\"", page.Document.QuerySelector("script[type='application/ld+json']")!.TextContent, StringComparison.Ordinal);
        (await nation.Site.Get("/en/good-news")).Shows("Français");
    }

    [Fact]
    public async Task Sitemap_robots_and_feed_name_what_is_public()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToPublish();
        await nation.Seeds.Page(PageKind.Post, "news", "Fresh & new");
        await nation.Seeds.Page(slug: "hidden", status: PageStatus.Draft);
        await nation.Seeds.Page(PageKind.Thanks, "merci");

        var map = (await nation.Site.Get("/sitemap.xml")).Html;
        Assert.Contains("/news</loc>", map, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", map, StringComparison.Ordinal);
        Assert.DoesNotContain("merci", map, StringComparison.Ordinal);
        Assert.Contains("Fresh &amp; new", (await nation.Site.Get("/feed")).Html, StringComparison.Ordinal);
        Assert.Contains("Sitemap: ", (await nation.Site.Get("/robots.txt")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Legal_notice_and_privacy_are_there_without_anybody_making_a_page()
    {
        await using var nation = await app.NewNation();
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Site.Get("/legal")).Status);

        await nation.ReadyToPublish();

        (await nation.Site.Get("/legal")).Shows("Site of Ada.");
        (await nation.Site.Get("/en/privacy")).Shows("We keep little.");
    }

    [Fact]
    public async Task The_policy_lets_only_our_scripts_run_and_forms_stay_here_except_towards_payment()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Page(slug: "a");
        await nation.Seeds.Page(PageKind.Donation, "don");
        static string Policy(Page page) => page.Response.Headers.GetValues("Content-Security-Policy").Single();

        Assert.Contains("script-src 'self';", Policy(await nation.Site.Get("/a")), StringComparison.Ordinal);
        Assert.Contains("form-action 'self'", Policy(await nation.Site.Get("/a")), StringComparison.Ordinal);
        Assert.DoesNotContain("form-action", Policy(await nation.Site.Get("/don")), StringComparison.Ordinal);
        Assert.DoesNotContain("form-action", Policy(await nation.Site.Get("/give")), StringComparison.Ordinal);
        Assert.Contains("'sha256-", CachedPage.PolicyOf("<script>let a = 1</script>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blog_lists_its_posts_newest_first_and_pages_through_them()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Page(PageKind.Blog, "actualites", "Actualités");
        for (var i = 1; i <= 12; i++) await nation.Seeds.Page(PageKind.Post, $"post-{i}", $"Post number {i:00}", with: p => p.PublishedAt = app.Clock.GetUtcNow().AddDays(-20 + i));

        var first = await nation.Site.Get("/actualites");
        first.Shows("Post number 12");
        first.DoesNotShow("Post number 02");
        Assert.True(first.Text.IndexOf("number 12", StringComparison.Ordinal) < first.Text.IndexOf("number 11", StringComparison.Ordinal));
        (await nation.Site.Get(first.Document.QuerySelector("a[rel=next]")!.GetAttribute("href")!)).Shows("Post number 01");
    }

    [Fact]
    public async Task Home_in_two_languages_shows_parts_petition_and_news()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToPublish();
        await nation.Seeds.Page(PageKind.Home, "", "Together", "<p>Opening words.</p><h2>One fight</h2><p>For it.</p><h2>Another</h2><p>Too.</p>");
        await nation.Seeds.Page(PageKind.Home, "", "Together in English", language: "en", with: p => p.GroupId = p.Id - 1);
        await nation.Seeds.Page(PageKind.Petition, "sign", "Sign this", with: p => p.Goal = 1500);
        await nation.Seeds.Page(PageKind.Post, "n", "The news");

        var home = await nation.Site.Get("/");
        Assert.Equal(2, home.Document.QuerySelectorAll(".fights li").Length);
        home.Shows("sur 1 500 signatures");
        home.Shows("The news");
        (await nation.Site.Get("/en")).Shows("Together in English");
    }

    [Fact]
    public async Task A_second_sign_up_page_does_not_take_the_place_of_the_first_on_the_home_page_unless_it_is_put_into_the_menu()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToPublish();
        await nation.Seeds.Page(PageKind.Home, "", "Together");
        await nation.Seeds.Page(PageKind.SignUp, "join", "Join us");
        var second = await nation.Seeds.Page(PageKind.SignUp, "fair", "At the fair", with: p => p.PublishedAt = app.Clock.GetUtcNow().AddHours(1));

        var home = await nation.Site.Get("/");
        Assert.Equal("Join us", home.Document.QuerySelector("#join_title")?.TextContent);
        Assert.NotNull(home.Document.QuerySelector("a[href='/join']"));

        await nation.Panel.Submit("/pages/menu", new { id = second.Id, move = "in" });
        home = await nation.Site.Get("/");
        Assert.Equal("At the fair", home.Document.QuerySelector("#join_title")?.TextContent);
    }

    [Fact]
    public async Task A_form_of_many_megabytes_and_one_from_another_site_are_refused()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Page(PageKind.SignUp, "join");

        var large = await nation.Site.Post("/join", new Dictionary<string, string>(StringComparer.Ordinal) { ["first_name"] = new('x', 5_000_000) });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.Status);
        large.Shows("Raccourcissez votre texte, puis renvoyez-le.");

        var request = new HttpRequestMessage(HttpMethod.Post, "/join") { Content = new FormUrlEncodedContent([]) };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(HttpStatusCode.Forbidden, (await nation.Site.Send(request)).Status);
    }

    [Theory]
    [InlineData("Où va l’argent ? Ici : là !", "fr", "Où va l’argent\u00a0? Ici\u00a0: là\u00a0!")]
    [InlineData("<p>« Oui », dit-elle ; <a href=\"https://a.example/?q=1\">100 %</a></p>", "fr", "<p>«\u00a0Oui\u00a0», dit-elle\u00a0; <a href=\"https://a.example/?q=1\">100\u00a0%</a></p>")]
    [InlineData("Left alone : in English ?", "en", "Left alone : in English ?")]
    public void French_signs_do_not_begin_a_line(string typed, string language, string set) => Assert.Equal(set, Typography.Of(typed, language));
}
