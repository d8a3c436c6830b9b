using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Actions;
using Preau.People;
using Preau.Site;
using Preau.Site.Editing;
using Purpose = Preau.Law.Purpose;

namespace Preau.Tests.Actions;

/// <summary>Visitors sign up and sign on pages of the site, without scripts; programs and strangers do not.</summary>
public sealed class VisitorFormTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_visitor_who_ticks_both_boxes_becomes_a_person_who_may_be_written_to()
    {
        await using var nation = await app.NewNation();
        var page = await Open(nation, PageKind.SignUp, "Join us");

        var form = await nation.Site.Get("/join-us");
        Assert.Empty(form.Document.QuerySelectorAll("input[type=checkbox][checked]"));
        var answer = await nation.Site.Submit("/join-us", Sent(("first_name", "Zoé"), ("last_name", "Martin"), ("email", "Zoe.Martin@Example.org"), ("phone", "06 39 98 10 20"), ("consent_news", "true"), ("consent_targeted", "true")));

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        (await answer.Follow()).Shows("Zoé");
        var person = await nation.Db.People.SingleAsync(Ct);
        Assert.Equal(("Zoé", "Martin", $"page:{page.Id}"), (person.FirstName, person.LastName, person.Source));
        Assert.Equal([Purpose.News, Purpose.Targeted], await nation.Db.ConsentEntries.OrderBy(c => c.Id).Select(c => c.Purpose).ToListAsync(Ct));
        Assert.All(await nation.Db.ConsentEntries.ToListAsync(Ct), c => Assert.NotEqual("", c.Wording));
        (await nation.Panel.Get($"/people/{person.Id}")).Shows("Signed up on “Join us”");
        (await nation.Panel.Get($"/pages/{page.GroupId}/signatures")).Shows("Zoé Martin");
    }

    [Fact]
    public async Task An_accent_that_the_provider_gives_to_nobody_is_told_and_nothing_is_taken()
    {
        await using var nation = await app.NewNation();
        await Open(nation, PageKind.SignUp, "Join us");

        var answer = await nation.Site.Submit("/join-us", Sent(("first_name", "Zoé"), ("last_name", "Martin"), ("email", "zoé@gmail.com")));

        answer.Shows("gmail.com has no addresses with accents before the @: did you mean zoe@gmail.com?");
        Assert.Empty(await nation.Db.People.ToListAsync(Ct));
        Assert.Equal(HttpStatusCode.SeeOther, (await nation.Site.Submit("/join-us", Sent(("first_name", "Zoé"), ("last_name", "Martin"), ("email", "zoé@example.org")))).Status);
    }

    [Fact]
    public async Task Points_come_by_themselves_with_what_a_visitor_does_and_once()
    {
        await using var nation = await app.NewNation();
        await Preau.Tests.Capital.CapitalTests.Type(nation, "Signature", "2", Preau.Capital.Occasion.Signature);
        await Preau.Tests.Capital.CapitalTests.Type(nation, "Inscription", "5", Preau.Capital.Occasion.SignUp);
        await Open(nation, PageKind.Petition, "Save the school");
        await Open(nation, PageKind.SignUp, "Join us");
        var sent = Sent(("first_name", "Ali"), ("last_name", "Benali"), ("email", "ali@example.org"));

        foreach (var page in new[] { "/save-the-school", "/save-the-school", "/join-us" }) await nation.Site.Submit(page, sent);

        Assert.Equal([200L, 500L], await nation.Db.CapitalEntries.OrderBy(e => e.Id).Select(e => e.AmountCents).ToListAsync(Ct));
        Assert.Equal(700L, (await nation.Db.CapitalBalances.SingleAsync(Ct)).BalanceCents);
        (await nation.Panel.Get($"/people/{(await nation.Db.People.SingleAsync(Ct)).Id}/capital")).Shows("Signature +2 Page “Save the school”");
    }

    [Fact]
    public async Task A_box_left_unticked_takes_nothing_back_and_twice_is_once()
    {
        await using var nation = await app.NewNation();
        var page = await Open(nation, PageKind.Petition, "Save the school");
        var sent = Sent(("first_name", "Ali"), ("last_name", "Benali"), ("email", "ali@example.org"), ("consent_news", "true"));

        await nation.Site.Submit("/save-the-school", sent);
        await nation.Site.Submit("/save-the-school", Sent(("first_name", "Mallory"), ("last_name", "Benali"), ("email", "ali@example.org"), ("comment", "Again")));

        Assert.Equal("Ali", (await nation.Db.People.SingleAsync(Ct)).FirstName);
        Assert.True((await nation.Db.ConsentStates.SingleAsync(Ct)).IsGiven);
        Assert.Equal(1, await nation.Db.ActionsTaken.CountAsync(Ct));
        Assert.Equal(1, await nation.Services.GetRequiredService<ActionTotals>().Of(page.GroupId, Ct));
    }

    [Fact]
    public async Task Names_are_public_only_where_their_owners_ticked_so()
    {
        await using var nation = await app.NewNation();
        await Open(nation, PageKind.Petition, "Save the school");
        await nation.Site.Submit("/save-the-school", Sent(("first_name", "Open"), ("last_name", "Hand"), ("email", "open@example.org"), ("is_name_public", "true"), ("comment", "<script>alert(1)</script>")));
        await nation.Site.Submit("/save-the-school", Sent(("first_name", "Shy"), ("last_name", "Person"), ("email", "shy@example.org")));
        await nation.RunFeed();

        var shown = await nation.Site.Get("/save-the-school");
        shown.Shows("Open Hand");
        shown.DoesNotShow("Shy Person");
        Assert.DoesNotContain("<script>alert", shown.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_site_shows_the_name_that_was_typed_and_never_that_of_whoever_owns_the_address()
    {
        await using var nation = await app.NewNation();
        await Open(nation, PageKind.Petition, "Save the school");
        await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Marie", "Dupont"), email: "marie@example.org");

        await nation.Site.Submit("/save-the-school", Sent(("first_name", "Some"), ("last_name", "Stranger"), ("email", "marie@example.org"), ("is_name_public", "true")));
        await nation.RunFeed();

        var shown = await nation.Site.Get("/save-the-school");
        shown.DoesNotShow("Marie");
        shown.DoesNotShow("Dupont");
        shown.Shows("Some Stranger");
        var marie = await nation.Db.People.SingleAsync(Ct);
        Assert.Equal("Marie", marie.FirstName);
        await nation.Services.GetRequiredService<ErasePerson>().Run(marie.Id, Ct);
        Assert.False(await nation.Db.ActionsTaken.AnyAsync(Ct));
    }

    [Fact]
    public async Task An_address_that_is_shut_is_not_opened_by_whoever_types_it()
    {
        await using var nation = await app.NewNation();
        await Open(nation, PageKind.SignUp, "Join us");
        var gone = await nation.Seeds.Person(p => p.LastName = "Gone", email: "gone@example.org");
        await nation.Services.GetRequiredService<ErasePerson>().Run(gone.Id, Ct);
        var services = nation.Services;
        await services.GetRequiredService<Suppressions>().Add(SuppressedChannel.Mail, "complained@example.org", "complaint", Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
        Task<bool> IsShut(string key) => nation.Services.GetRequiredService<Suppressions>().Contains(SuppressedChannel.Mail, key, Ct);

        await nation.Site.Submit("/join-us", Sent(("first_name", "Back"), ("last_name", "Again"), ("email", "gone@example.org")));
        Assert.True(await IsShut("gone@example.org"));
        await nation.Site.Submit("/join-us", Sent(("first_name", "Back"), ("last_name", "Again"), ("email", "gone@example.org"), ("consent_news", "true")));
        await nation.Site.Submit("/join-us", Sent(("first_name", "Cross"), ("last_name", "Reader"), ("email", "complained@example.org"), ("consent_news", "true")));

        Assert.True(await IsShut("gone@example.org"));
        Assert.True(await IsShut("complained@example.org"));
    }

    [Fact]
    public async Task A_page_that_nobody_changes_is_made_anew_after_a_minute_so_that_its_form_can_be_sent_next_week()
    {
        await using var nation = await app.NewNation();
        await Open(nation, PageKind.SignUp, "Join us");
        async Task<string?> Stamp() => (await nation.Site.Get("/join-us")).Document.QuerySelector("input[name=stamp]")?.GetAttribute("value");

        var first = await Stamp();
        Assert.Equal(first, await Stamp());
        app.Clock.Advance(TimeSpan.FromDays(7));

        Assert.NotEqual(first, await Stamp());
        Assert.Equal(HttpStatusCode.SeeOther, (await nation.Site.Submit("/join-us", Sent(("first_name", "Zoé"), ("last_name", "Martin"), ("email", "zoe@example.org")))).Status);
    }

    [Fact]
    public async Task Mistakes_come_back_with_what_was_filled_in()
    {
        await using var nation = await app.NewNation();
        await Open(nation, PageKind.SignUp, "Join us");

        var again = await nation.Site.Submit("/join-us", Sent(("first_name", "Zoé"), ("last_name", ""), ("email", "not a mail"), ("phone", "12"), ("consent_news", "true")));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        again.Shows("Fill in your last name.");
        again.Shows("“not a mail” is not a mail address.");
        Assert.Equal("Zoé", again.Document.QuerySelector("#do_first_name")?.GetAttribute("value"));
        Assert.NotNull(again.Document.QuerySelector("#do_consent_news[checked]"));
        Assert.Equal(0, await nation.Db.People.CountAsync(Ct));
    }

    [Fact]
    public async Task Programs_are_thanked_and_not_believed()
    {
        await using var nation = await app.NewNation();
        await Open(nation, PageKind.SignUp, "Join us");
        var sent = new Dictionary<string, string>(StringComparer.Ordinal) { ["first_name"] = "Bot", ["last_name"] = "Net", ["email"] = "bot@example.org" };

        var trapped = await nation.Site.Submit("/join-us", Sent(("first_name", "Bot"), ("last_name", "Net"), ("email", "bot@example.org"), ("website", "https://spam.example")));
        var unstamped = await nation.Site.Post("/join-us", sent);
        var stamp = (await nation.Site.Get("/join-us")).Document.QuerySelector("input[name=stamp]")?.GetAttribute("value") ?? "";
        app.Clock.Advance(TimeSpan.FromHours(25));
        var late = await nation.Site.Post("/join-us", new Dictionary<string, string>(sent, StringComparer.Ordinal) { ["stamp"] = stamp });

        Assert.Equal(HttpStatusCode.SeeOther, trapped.Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unstamped.Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.Equal(0, await nation.Db.People.CountAsync(Ct));
    }

    [Fact]
    public async Task A_form_from_another_site_is_refused()
    {
        await using var nation = await app.NewNation();
        await Open(nation, PageKind.SignUp, "Join us");
        var foreign = new HttpRequestMessage(HttpMethod.Post, "/join-us") { Content = new FormUrlEncodedContent([new("first_name", "Eve")]) };
        foreign.Headers.Add("Sec-Fetch-Site", "cross-site");

        Assert.Equal(HttpStatusCode.Forbidden, (await nation.Site.Send(foreign)).Status);
    }

    [Fact]
    public async Task A_field_of_a_megabyte_comes_back_with_the_rest_of_the_form_and_more_is_said_to_be_too_large()
    {
        await using var nation = await app.NewNation();
        await Open(nation, PageKind.SignUp, "Join us");

        var page = await nation.Site.Submit("/join-us", Sent(("first_name", new string('x', 1024 * 1024)), ("last_name", "Lefèvre")));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        page.Shows("Write 120 characters at most.");
        Assert.Equal("Lefèvre", page.Document.QuerySelector("#do_last_name")?.GetAttribute("value"));
        Assert.Equal(new string('x', 5000), page.Document.QuerySelector("#do_first_name")?.GetAttribute("value"));
        Assert.InRange(page.Bytes.Length, 1, 100_000);

        var huge = await nation.Site.Post("/join-us", Sent(("first_name", new string('x', 5 * 1024 * 1024))));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, huge.Status);
        huge.Shows("Shorten what you wrote, then send it again.");

        var many = Enumerable.Range(0, 3000).Select(n => ($"f{n}", "x")).ToArray();
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await nation.Site.Post("/join-us", Sent(many))).Status);
        Assert.Equal(0, await nation.Db.People.CountAsync(Ct));
    }

    [Fact]
    public async Task Whoever_comes_after_a_crowd_behind_one_address_waits_with_their_form_as_they_filled_it()
    {
        await using var nation = await app.NewNation();
        await Open(nation, PageKind.SignUp, "Join us");
        await Open(nation, PageKind.Petition, "Save the school");
        for (var i = 0; i < TakeForm.FormsAMinute; i++) await nation.Site.Post("/join-us", Sent(("email", "nobody")));

        var waits = await nation.Site.Post("/join-us", Sent(("first_name", "Zoé"), ("email", "zoe@example.org"), ("consent_news", "true")));
        // While they were sent, a few became free again.
        for (var i = 0; i < 60 && waits.Status != HttpStatusCode.TooManyRequests; i++) waits = await nation.Site.Post("/join-us", Sent(("first_name", "Zoé"), ("email", "zoe@example.org"), ("consent_news", "true")));

        Assert.Equal(HttpStatusCode.TooManyRequests, waits.Status);
        waits.Shows("Many forms have come from your network within a minute.");
        Assert.Equal("Zoé", waits.Document.QuerySelector("#do_first_name")?.GetAttribute("value"));
        Assert.NotNull(waits.Document.QuerySelector("#do_consent_news[checked]"));
        Assert.NotEmpty(waits.Document.QuerySelector("input[name=stamp]")?.GetAttribute("value") ?? "");
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await nation.Site.Post("/save-the-school", Sent(("email", "nobody")))).Status);
    }

    [Fact]
    public async Task A_field_that_is_far_too_long_is_named_and_everything_else_is_kept()
    {
        await using var nation = await app.NewNation();
        await Open(nation, PageKind.Petition, "Save the school");

        var again = await nation.Site.Submit("/save-the-school", Sent(("first_name", new string('x', 40_000)), ("last_name", "Martin"), ("email", "zoe@example.org"), ("comment", new string('c', 3_000))));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Equal("Write 120 characters at most.", again.Document.QuerySelector("#do_first_name_error")?.TextContent);
        Assert.Equal("Martin", again.Document.QuerySelector("#do_last_name")?.GetAttribute("value"));
        Assert.Equal(3_000, again.Document.QuerySelector("#do_comment")?.TextContent.Length);
    }

    [Fact]
    public async Task Signatures_are_listed_and_exported_to_those_who_may_and_go_with_the_person()
    {
        await using var nation = await app.NewNation();
        var page = await Open(nation, PageKind.Petition, "Save the school");
        await nation.Site.Submit("/save-the-school", Sent(("first_name", "Ali"), ("last_name", "Benali"), ("email", "ali@example.org"), ("comment", "=1+1")));
        await nation.Panel.Submit($"/pages/{page.GroupId}/signatures", new { Tags = "school , parents" });
        await nation.Site.Submit("/save-the-school", Sent(("first_name", "Bea"), ("last_name", "Blanc"), ("email", "bea@example.org")));

        var file = await nation.Panel.Get($"/pages/{page.GroupId}/signatures.csv");
        Assert.Contains("Ali Benali", file.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(",=1+1", file.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await nation.As(Role.Finance)).Get($"/pages/{page.GroupId}/signatures.csv")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await nation.As(Role.Volunteer)).Get($"/pages/{page.GroupId}/signatures")).Status);
        Assert.Equal(2, await nation.Db.PersonTags.CountAsync(Ct));

        var ali = await nation.Db.People.SingleAsync(p => p.FirstName == "Ali", Ct);
        await nation.Services.GetRequiredService<ErasePerson>().Run(ali.Id, Ct);
        Assert.Equal(1, await nation.Db.ActionsTaken.CountAsync(Ct));
        Assert.Equal(1, await nation.Services.GetRequiredService<ActionTotals>().Of(page.GroupId, Ct));
    }

    internal static Dictionary<string, string> Sent(params (string Name, string Value)[] fields) => fields.ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);

    internal static async Task<SitePage> Open(TestNation nation, PageKind kind, string title)
    {
        var services = nation.Services;
        var db = services.GetRequiredService<Database>();
        await services.GetRequiredService<Preau.Nations.NationSettings>().Set(new Preau.Settings.IdentitySettings { Languages = ["en"] }, Ct);
        var page = await services.GetRequiredService<SavePage>().New(kind, "en", title, Ct);
        (page.Status, page.PublishedAt) = (PageStatus.Published, page.CreatedAt);
        await db.SaveChangesAsync(Ct);
        return page;
    }
}
