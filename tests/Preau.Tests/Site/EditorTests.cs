using System.Net;
using Microsoft.EntityFrameworkCore;
using Preau.Site;

namespace Preau.Tests.Site;

public sealed class EditorTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("<p>Hi<script>alert(1)</script></p>", "<p>Hi</p>")]
    [InlineData("<p onclick=\"alert(1)\" style=\"position:fixed\" class=\"x\">Hi</p>", "<p>Hi</p>")]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>", "<p><a>x</a></p>")]
    [InlineData("<iframe src=\"https://evil.example\"></iframe><form action=\"/x\"><input></form><p>ok</p>", "<p>ok</p>")]
    [InlineData("<img src=\"https://evil.example/spy.gif\" alt=\"x\"><p>ok</p>", "<p>ok</p>")]
    [InlineData("<svg><script>alert(1)</script></svg><math><mtext></mtext></math><p>ok</p>", "<p>ok</p>")]
    [InlineData("<h1>Big</h1><h2 id=\"main\">Part</h2>", "<h2>Part</h2>")]
    public void Scripts_strangers_pictures_and_styles_are_taken_out(string written, string kept) => Assert.Equal(kept, CleanHtml.Of(written));

    [Theory]
    [InlineData("Bonjour,\r\n\r\nUne ligne\r\net l’autre.", "<p>Bonjour,</p><p>Une ligne<br>et l’autre.</p>")]
    [InlineData("Un <strong>mot</strong>.", "<p>Un <strong>mot</strong>.</p>")]
    [InlineData("a < b & c", "<p>a &lt; b &amp; c</p>")]
    [InlineData("<p>Déjà</p>\n\n<p>là</p>", "<p>Déjà</p>\n\n<p>là</p>")]
    [InlineData("<p>Déjà</p>\n\nEt puis\n\nencore", "<p>Déjà</p><p>Et puis</p><p>encore</p>")]
    [InlineData("{% if person.first_name %}\n<p>Toi</p>\n{% endif %}", "{% if person.first_name %}\n<p>Toi</p>\n{% endif %}")]
    [InlineData("Un\n<strong>mot</strong>\nici\n", "<p>Un<br><strong>mot</strong><br>ici</p>")]
    [InlineData("<script>alert(1)</script>", "")]
    public void Plain_text_keeps_its_paragraphs(string written, string kept) => Assert.Equal(kept, CleanHtml.Of(written));

    [Theory]
    [InlineData("www.example.org/page", "https://www.example.org/page")]
    [InlineData(" example.org ", "https://example.org")]
    [InlineData("//example.org/a", "https://example.org/a")]
    [InlineData("example.org:8080", "https://example.org:8080")]
    [InlineData("ana@example.org", "mailto:ana@example.org")]
    [InlineData("https://example.org/x", "https://example.org/x")]
    [InlineData("tel:+33123456789", "tel:+33123456789")]
    [InlineData("/don", "/don")]
    [InlineData("#part", "#part")]
    [InlineData("{{ site.full_url }}/x", "{{ site.full_url }}/x")]
    [InlineData("don", null)]
    [InlineData("programme.pdf", null)]
    [InlineData("two words.org", null)]
    [InlineData("htps://example.org", null)]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("../up", null)]
    [InlineData("https://", null)]
    [InlineData("", null)]
    public void A_link_is_completed_where_it_is_plain_what_was_meant(string written, string? whole)
    {
        Assert.Equal(whole, LinkAddress.Of(written));
        if (whole is not null && !whole.Contains("{{", StringComparison.Ordinal)) Assert.Equal($"<p><a href=\"{whole}\">x</a></p>", CleanHtml.Of($"<p><a href=\"{written}\">x</a></p>"));
    }

    [Fact]
    public async Task A_page_is_not_saved_with_a_link_that_leads_nowhere()
    {
        await using var nation = await app.NewNation();
        var page = await nation.Seeds.Page(slug: "a");

        var refused = await nation.Panel.Submit($"/pages/{page.Id}", new { Form_Title = "T", Form_Body = "<p><a href=\"don\">Give</a> <a href=\"#part\">part</a></p>" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        refused.Shows("The link on “Give” leads to “don”, which is no address.");
        Assert.Single(refused.Document.QuerySelectorAll(".error-summary li"));

        await nation.Panel.Submit($"/pages/{page.Id}", new { Form_Title = "T", Form_Body = "<p><a href=\"www.example.org\">There</a></p>" });
        Assert.Equal("<p><a href=\"https://www.example.org\">There</a></p>", (await nation.Db.SitePages.SingleAsync(Ct)).Body);
    }

    [Fact]
    public async Task A_title_that_is_left_out_is_asked_for_once()
    {
        await using var nation = await app.NewNation();
        var page = await nation.Seeds.Page(title: "Programme");

        var again = await nation.Panel.Submit($"/pages/{page.Id}", new { Form_Title = "" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Equal("Fill in “Title”.", Assert.Single(again.Document.QuerySelectorAll(".error-summary li")).TextContent.Trim());
    }

    [Fact]
    public void Pictures_of_our_own_and_plain_formatting_stay()
    {
        const string text = "<h2>Part</h2><p>A <strong>bold</strong> <a href=\"https://example.org/x\">link</a></p><ul><li>one</li></ul><img src=\"/files/abc-960.webp\" alt=\"A river\">";

        Assert.Equal(text, CleanHtml.Of(text));
    }

    [Fact]
    public async Task What_is_dangerous_never_reaches_a_visitor()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToPublish();
        var page = await nation.Seeds.Page(slug: "a");

        await nation.Panel.Submit($"/pages/{page.Id}", new { Form_Title = "<script>alert('t')</script>", Form_Slug = "a", Form_Lead = "\"><script>alert('l')</script>", Form_Body = "<p>Fine</p><script>alert('b')</script>" });
        var shown = await nation.Site.Get("/a");

        shown.Shows("Fine");
        Assert.DoesNotContain("<script>alert", shown.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("sha256", shown.Response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_of_a_megabyte_is_refused_with_a_sentence_and_the_rest_stays_filled()
    {
        await using var nation = await app.NewNation();
        var page = await nation.Seeds.Page(slug: "a", title: "Before");

        var answer = await nation.Panel.Submit($"/pages/{page.Id}", new { Form_Title = "My title", Form_Slug = "a", Form_Body = new string('x', 1_000_000) });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        answer.Shows("“Text” can have 200000 characters at most.");
        Assert.Equal("My title", answer.Document.QuerySelector("#Form_Title")!.GetAttribute("value"));
        Assert.Equal("Before", (await nation.Db.SitePages.SingleAsync(Ct)).Title);
    }

    [Fact]
    public async Task What_another_tab_saved_is_not_overwritten_unknowingly()
    {
        await using var nation = await app.NewNation();
        var page = await nation.Seeds.Page(slug: "a", title: "Before");
        var seen = (await nation.Panel.Get($"/pages/{page.Id}")).Document.QuerySelector("[name='Form.Seen']")!.GetAttribute("value")!;
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await nation.Panel.Submit($"/pages/{page.Id}", new { Form_Title = "Theirs", Form_Slug = "a" });

        var mine = await nation.Panel.Submit($"/pages/{page.Id}", new { Form_Title = "Mine", Form_Slug = "a", Form_Seen = seen });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, mine.Status);
        mine.Shows("Somebody else saved this page since you opened it.");
        Assert.Equal("Mine", mine.Document.QuerySelector("#Form_Title")!.GetAttribute("value"));
        Assert.Equal("Theirs", (await nation.Db.SitePages.SingleAsync(Ct)).Title);
        await nation.Panel.Submit($"/pages/{page.Id}", new { Form_Title = "Mine", Form_Slug = "a", Form_Seen = mine.Document.QuerySelector("[name='Form.Seen']")!.GetAttribute("value")! });
        Assert.Equal("Mine", (await nation.Db.SitePages.SingleAsync(Ct)).Title);
    }

    [Theory]
    [InlineData("give")]
    [InlineData("legal")]
    [InlineData("en")]
    [InlineData("Not An Address")]
    [InlineData("a/b")]
    public async Task An_address_that_is_taken_or_none_is_refused(string slug)
    {
        await using var nation = await app.NewNation();
        var page = await nation.Seeds.Page(slug: "a");

        var answer = await nation.Panel.Submit($"/pages/{page.Id}", new { Form_Title = "T", Form_Slug = slug });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        answer.Shows("An address has small letters, digits and hyphens, and is not one that the site itself uses.");
    }

    [Fact]
    public async Task Two_pages_of_a_language_cannot_share_an_address()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Page(slug: "taken");
        var page = await nation.Seeds.Page(slug: "free");

        (await nation.Panel.Submit($"/pages/{page.Id}", new { Form_Title = "T", Form_Slug = "taken" })).Shows("Another page has this address.");
    }

    [Fact]
    public async Task A_picture_needs_words_for_those_who_cannot_see_it()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToPublish();
        var page = await nation.Seeds.Page(slug: "a");
        using var scene = Preau.Site.Demo.DemoPicture.Path.Draw();
        using var png = new MemoryStream();
        await scene.Png().CopyToAsync(png, Ct);

        var refused = await nation.Panel.Upload($"/pages/{page.Id}", "Picture", "bridge.png", png.ToArray(), new { Form_Title = "T", Form_Slug = "a", Form_PictureAlt = "" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        refused.Shows("Say what the picture shows, for those who cannot see it.");
        refused.Shows("Chosen, and not saved yet.");
        Assert.Null((await nation.Site.Get("/a")).Document.QuerySelector(".picture img"));
        var kept = refused.Document.QuerySelector("[name='Form.NewPicture']")!.GetAttribute("value");
        Assert.NotNull(refused.Document.QuerySelector("[name='Form.WithoutPicture']"));
        await nation.Panel.Submit($"/pages/{page.Id}", new { Form_NewPicture = kept, Form_WithoutPicture = "true", Form_PictureAlt = "A bridge" });
        Assert.Null((await nation.Site.Get("/a")).Document.QuerySelector(".picture img"));
        await nation.Panel.Submit($"/pages/{page.Id}", new { Form_NewPicture = kept, Form_PictureAlt = "A bridge" });
        Assert.Equal("A bridge", (await nation.Site.Get("/a")).Document.QuerySelector(".picture img")!.GetAttribute("alt"));

        await nation.Panel.Upload($"/pages/{page.Id}", "Picture", "bridge.png", png.ToArray(), new { Form_Title = "T", Form_Slug = "a", Form_PictureAlt = "A footbridge" });
        var image = (await nation.Site.Get("/a")).Document.QuerySelector(".picture img")!;
        Assert.Equal("A footbridge", image.GetAttribute("alt"));
        Assert.Equal(HttpStatusCode.OK, (await nation.Site.Get(image.GetAttribute("src")!)).Status);
        await nation.Panel.Submit($"/pages/{page.Id}", new { Form_WithoutPicture = "true" });
        Assert.Null((await nation.Site.Get("/a")).Document.QuerySelector(".picture img"));
    }

    [Fact]
    public async Task Words_for_a_picture_that_is_not_there_are_not_taken()
    {
        await using var nation = await app.NewNation();
        var page = await nation.Seeds.Page(slug: "a");

        (await nation.Panel.Submit($"/pages/{page.Id}", new { Form_PictureAlt = "A footbridge" })).Shows("There is no picture that this describes.");
    }

    [Fact]
    public async Task A_page_does_not_go_out_at_an_hour_that_is_past()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToPublish();
        var page = await nation.Seeds.Page(slug: "a", status: PageStatus.Draft);

        (await nation.Panel.Submit($"/pages/{page.Id}", new { when = "later", at = "2020-01-01T10:00" })).Shows("That hour is past. Choose one to come, or publish now.");

        Assert.Equal(PageStatus.Draft, await nation.Db.SitePages.Where(p => p.Id == page.Id).Select(p => p.Status).SingleAsync(Ct));
    }

    [Fact]
    public async Task A_page_is_written_in_the_other_language_and_each_leads_to_the_other()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToPublish();
        var page = await nation.Seeds.Page(slug: "programme", title: "Programme", body: "<p>Texte</p>");

        var draft = await (await nation.Panel.Submit($"/pages/{page.Id}", new { language = "en" }, "translation")).Follow();

        draft.Shows("English");
        var english = await nation.Db.SitePages.SingleAsync(p => p.Language == "en", Ct);
        Assert.Equal((page.GroupId, PageStatus.Draft, "<p>Texte</p>"), (english.GroupId, english.Status, english.Body));
        Assert.Null((await nation.Site.Get("/programme")).Document.QuerySelector("link[hreflang=en]"));
    }

    [Fact]
    public async Task The_menu_is_put_in_order()
    {
        await using var nation = await app.NewNation();
        var (a, b) = (await nation.Seeds.Page(slug: "a", title: "First"), await nation.Seeds.Page(slug: "b", title: "Second"));
        foreach (var page in new[] { a, b }) await nation.Panel.Submit("/pages/menu", new { id = page.Id, move = "in" });
        string Menu(Page page) => string.Join(' ', page.Document.QuerySelectorAll("nav.row a").Select(l => l.TextContent));
        Assert.Equal("First Second", Menu(await nation.Site.Get("/a")));

        await nation.Panel.Submit("/pages/menu", new { id = b.Id, move = "up" });
        Assert.Equal("Second First", Menu(await nation.Site.Get("/a")));
        await nation.Panel.Submit("/pages/menu", new { id = b.Id, move = "out" });

        Assert.Equal("First", Menu(await nation.Site.Get("/b")));
    }

    [Fact]
    public async Task The_list_is_searched_filtered_and_paged()
    {
        await using var nation = await app.NewNation();
        for (var i = 0; i < 30; i++) await nation.Seeds.Page(slug: $"p-{i}", title: $"Page {i}");
        await nation.Seeds.Page(slug: "other", title: "Été à la mairie", status: PageStatus.Draft);

        (await nation.Panel.Get("/pages?q=ete")).Shows("Été à la mairie");
        Assert.Single((await nation.Panel.Get("/pages?status=Draft")).Document.QuerySelectorAll("tbody tr"));
        var first = await nation.Panel.Get("/pages");
        Assert.Equal(25, first.Document.QuerySelectorAll("tbody tr").Length);
        Assert.Equal(6, (await nation.Panel.Get(first.Document.QuerySelector("a[rel=next]")!.GetAttribute("href")!)).Document.QuerySelectorAll("tbody tr").Length);
        (await nation.Panel.Get("/pages?q=nothing-like-it")).Shows("No page fits");
    }
}
