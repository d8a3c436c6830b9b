using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Law;
using Preau.Nations;
using Preau.Site;
using Preau.Site.Editing;

namespace Preau.Tests.Site;

public sealed class PublishingTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_is_written_published_and_read()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToPublish();

        var made = await nation.Panel.Submit("/pages/new", new { Form_Kind = "Basic", Form_Title = "Notre programme", Form_Language = "fr" });
        var editor = made.Location!;
        await nation.Panel.Submit(editor, new { Form_Title = "Notre programme", Form_Slug = "programme", Form_Body = "<p>Deux chantiers.</p>" });
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Site.Get("/programme")).Status);
        // What stands in the editor is what goes out, saved before or not.
        await nation.Panel.Submit(editor, new { Form_Body = "<p>Trois chantiers.</p>", when = "now" });

        (await nation.Site.Get("/programme")).Shows("Trois chantiers.");
        Assert.Equal(Outcome.Allow, (await nation.Db.Set<LawDecision>().SingleAsync(d => d.Act == "publish", Ct)).Outcome);
    }

    [Fact]
    public async Task Without_legal_notice_controller_and_contact_nothing_is_published_and_each_is_named()
    {
        await using var nation = await app.NewNation();
        var page = await nation.Seeds.Page(slug: "a", status: PageStatus.Draft);

        await nation.Panel.Submit($"/pages/{page.Id}", new { when = "now" });
        var shown = await nation.Panel.Get($"/pages/{page.Id}");

        shown.Shows("Name who is responsible for people’s data.");
        shown.Shows("Give an address at which people can ask about their data.");
        shown.Shows("Write the legal notice.");
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Site.Get("/a")).Status);
    }

    [Fact]
    public async Task In_the_silence_before_the_vote_nothing_is_published_or_changed_but_can_be_taken_off()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToPublish();
        await Vote(nation, app.Clock.GetUtcNow());
        var (draft, live) = (await nation.Seeds.Page(slug: "draft", status: PageStatus.Draft), await nation.Seeds.Page(slug: "live", title: "As it was"));

        await nation.Panel.Submit($"/pages/{draft.Id}", new { when = "now" });
        Assert.NotEmpty((await nation.Panel.Get($"/pages/{draft.Id}")).Document.QuerySelectorAll(".notice li"));
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Site.Get("/draft")).Status);

        var refused = await nation.Panel.Submit($"/pages/{live.Id}", new { Form_Title = "Changed", Form_Slug = "live" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        refused.Shows("The page is public and cannot be changed now:");
        (await nation.Site.Get("/live")).Shows("As it was");

        await nation.Panel.Submit($"/pages/{live.Id}", new { }, "withdrawal");
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Site.Get("/live")).Status);
        var undo = await nation.Panel.Submit($"/pages/{live.Id}", new { }, "publication");
        Assert.NotEmpty((await undo.Follow()).Document.QuerySelectorAll(".notice li"));
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Site.Get("/live")).Status);
    }

    [Fact]
    public async Task A_schedule_is_cancelled_in_its_own_words_and_nothing_goes_out()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToPublish();
        var page = await nation.Seeds.Page(slug: "planned", status: PageStatus.Scheduled, with: p => (p.PublishAt, p.PublishedAt) = (app.Clock.GetUtcNow().AddHours(3), null));
        var shown = await nation.Panel.Get($"/pages/{page.Id}");
        shown.Shows("Cancel the schedule");
        shown.DoesNotShow("Take off the site");

        var cancelled = await (await nation.Panel.Submit($"/pages/{page.Id}", new { }, "withdrawal")).Follow();

        cancelled.Shows("The schedule is cancelled: the page is a draft.");
        // An undo would publish it at once, which nobody asked for.
        Assert.Null(cancelled.Document.QuerySelector("form[action$='publication']"));
        Assert.Equal(PageStatus.Draft, (await nation.Db.SitePages.SingleAsync(p => p.Id == page.Id, TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public async Task A_scheduled_page_goes_out_at_its_hour()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToPublish();
        var page = await nation.Seeds.Page(slug: "soon", title: "Soon", status: PageStatus.Draft);
        var at = nation.Facts.Zone is { } zone ? TimeZoneInfo.ConvertTime(app.Clock.GetUtcNow().AddHours(3), zone) : default;

        await nation.Panel.Submit($"/pages/{page.Id}", new { when = "later", at = at.ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture) });
        await nation.RunJobs();
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Site.Get("/soon")).Status);
        app.Clock.Advance(TimeSpan.FromHours(3.1));
        await nation.RunJobs();

        (await nation.Site.Get("/soon")).Shows("Soon");
    }

    [Fact]
    public async Task A_scheduled_page_whose_hour_falls_into_the_silence_stays_a_draft_and_says_so()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToPublish();
        var page = await nation.Seeds.Page(slug: "soon", status: PageStatus.Draft);
        var services = nation.Services;
        var db = services.GetRequiredService<Database>();
        Assert.IsType<Publishing.Scheduled>(await services.GetRequiredService<PublishPage>().Run(await db.SitePages.SingleAsync(p => p.Id == page.Id, Ct), app.Clock.GetUtcNow().AddHours(3), SiteViews.Culture("fr"), Ct));
        await Vote(nation, app.Clock.GetUtcNow().AddHours(3));

        app.Clock.Advance(TimeSpan.FromHours(3.1));
        await nation.RunJobs();

        Assert.Equal(PageStatus.Draft, (await nation.Db.SitePages.SingleAsync(p => p.Id == page.Id, Ct)).Status);
        (await nation.Panel.Get($"/pages/{page.Id}")).Shows("This page was to go out, but could not be published at that hour:");
    }

    [Fact]
    public async Task A_page_cannot_be_planned_for_the_eve_of_the_vote_and_one_that_comes_to_lie_there_is_told_on_Home()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToPublish();
        var page = await nation.Seeds.Page(slug: "soon", title: "Soon", status: PageStatus.Draft);
        var at = TimeZoneInfo.ConvertTime(app.Clock.GetUtcNow().AddDays(10), nation.Facts.Zone).ToString("yyyy-MM-dd'T'00:30", System.Globalization.CultureInfo.InvariantCulture);
        await Vote(nation, app.Clock.GetUtcNow().AddDays(10));

        (await (await nation.Panel.Submit($"/pages/{page.Id}", new { when = "later", at })).Follow()).Shows("The page was not published:");
        Assert.Equal(PageStatus.Draft, (await nation.Db.SitePages.AsNoTracking().SingleAsync(Ct)).Status);
        Assert.Equal("publish", (await nation.Db.LawDecisions.SingleAsync(d => d.Outcome == Preau.Law.Outcome.Block, Ct)).Act);

        await Vote(nation, app.Clock.GetUtcNow().AddDays(20));
        await nation.Panel.Submit($"/pages/{page.Id}", new { when = "later", at });
        (await nation.Panel.Get("/")).DoesNotShow("planned for the silence");
        await Vote(nation, app.Clock.GetUtcNow().AddDays(10));
        (await nation.Panel.Get("/")).Shows("The page “Soon” is planned for the silence before the vote and will not go out: choose another hour.");
        (await nation.Panel.Get($"/pages/{page.Id}")).Shows("At the hour that this page is planned for, it cannot go out.");
    }

    [Fact]
    public async Task A_draft_is_seen_by_whoever_has_its_preview_and_is_kept_out_of_search_engines()
    {
        await using var nation = await app.NewNation();
        var page = await nation.Seeds.Page(slug: "a", title: "Only a draft", status: PageStatus.Draft);
        var link = (await nation.Panel.Get($"/pages/{page.Id}")).Document.QuerySelector("a[href*='/preview/']")!.GetAttribute("href")!;
        var path = link[link.IndexOf("/preview/", StringComparison.Ordinal)..];

        var preview = await nation.Site.Get(path);

        preview.Shows("Only a draft");
        Assert.Equal("noindex", preview.Document.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Site.Get("/preview/nonsense")).Status);
        await using var other = await app.NewNation();
        Assert.Equal(HttpStatusCode.NotFound, (await other.Site.Get(path)).Status);
    }

    [Fact]
    public async Task A_deleted_page_is_gone_and_comes_back_by_undo_with_its_languages()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToPublish();
        var french = await nation.Seeds.Page(slug: "a", title: "A page");
        var english = await nation.Seeds.Page(slug: "a", title: "In English", language: "en", with: p => p.GroupId = french.Id);

        var list = await (await nation.Panel.Submit($"/pages/{french.Id}", new { }, "removal")).Follow();
        list.Shows("“A page” is deleted.");
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Site.Get("/a")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get($"/pages/{french.Id}")).Status);

        var undo = list.Form("restoration");
        var token = undo.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await nation.Panel.Post(undo.GetAttribute("action")!, new Dictionary<string, string>(StringComparer.Ordinal) { ["__RequestVerificationToken"] = token });

        var back = await nation.Site.Get("/a");
        back.Shows("A page");
        Assert.NotNull(back.Document.QuerySelector("link[hreflang=en]"));
        Assert.Equal(french.Id, (await nation.Db.SitePages.SingleAsync(p => p.Id == english.Id, Ct)).GroupId);
    }

    [Fact]
    public async Task Only_those_who_may_write_and_publish_do()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToPublish();
        var page = await nation.Seeds.Page(slug: "a", status: PageStatus.Draft);

        Assert.Equal(HttpStatusCode.Forbidden, (await (await nation.As(Role.Finance)).Get("/pages")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await nation.As(Role.Volunteer)).Get($"/pages/{page.Id}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await (await nation.As(Role.Staff)).Get("/pages")).Status);
    }

    /// <summary>A municipal vote such that the hour given lies on its eve.</summary>
    private static async Task Vote(TestNation nation, DateTimeOffset eve)
    {
        var services = nation.Services;
        await services.GetRequiredService<NationSettings>().Set(new CampaignSettings { Election = ElectionKind.Municipal, FirstRoundOn = nation.Facts.DayOf(eve).AddDays(1) }, Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
    }

    [Fact]
    public async Task Links_to_the_address_of_before_lead_to_the_new_one()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToPublish();
        var page = await nation.Seeds.Page(PageKind.Petition, "first", "Save the school", with: p => p.Goal = 100);
        await Rename("second");
        await Rename("third");

        foreach (var old in new[] { "/first", "/second" })
        {
            var moved = await nation.Site.Get(old + "?utm_source=leaflet");
            Assert.Equal((HttpStatusCode.MovedPermanently, "/third?utm_source=leaflet"), (moved.Status, moved.Location));
        }

        // A form that was open meanwhile arrives.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Site.Post("/first", new { })).Status);
        // Another page may stand there again.
        await nation.Seeds.Page(PageKind.Basic, "first", "Another");
        (await nation.Site.Get("/first")).Shows("Another");
        // Back at an address of before; what was taken off leads nowhere.
        await Rename("second");
        Assert.Equal(HttpStatusCode.OK, (await nation.Site.Get("/second")).Status);
        Assert.Equal("/second", (await nation.Site.Get("/third")).Location);
        await nation.Panel.PostFrom($"/pages/{page.Id}", $"/pages/{page.Id}/withdrawal", new { });
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Site.Get("/third")).Status);

        async Task Rename(string slug) => (await (await nation.Panel.Submit($"/pages/{page.Id}", new { Form_Slug = slug })).Follow()).Shows("Links to the address of before will lead to the new one.");
    }

    [Fact]
    public async Task The_address_of_a_draft_leads_nowhere_once_it_is_another()
    {
        await using var nation = await app.NewNation();
        var page = await nation.Seeds.Page(PageKind.Basic, "first", "A draft", status: PageStatus.Draft, with: p => p.PublishedAt = null);

        (await (await nation.Panel.Submit($"/pages/{page.Id}", new { Form_Slug = "second" })).Follow()).DoesNotShow("Links to the address of before");

        Assert.False(await nation.Db.FormerAddresses.AnyAsync(TestContext.Current.CancellationToken));
    }
}
