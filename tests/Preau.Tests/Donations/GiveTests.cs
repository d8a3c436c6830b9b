using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Donations;
using Preau.Law;
using Preau.People;
using Preau.Site;

namespace Preau.Tests.Donations;

/// <summary>A visitor gives, as a browser without scripts does it.</summary>
public sealed class GiveTests(GiftsApp app) : IClassFixture<GiftsApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_visitor_gives_by_card_with_3_D_Secure_and_is_thanked()
    {
        await using var nation = await app.NewCampaign();

        var answer = await nation.Site.Submit("/give?lang=en", Form(consent_news: "true"));

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        var session = new Uri(answer.Location!).Segments[^1];
        await app.Sandbox.Type(session, "4000 0025 0000 3155");
        var paid = await app.Sandbox.Donor.PostAsync($"/cards/pay/{session}/challenge", new FormUrlEncodedContent([new("answer", "approve")]), Ct);
        var thanks = await nation.Site.Get(paid.Headers.Location!.PathAndQuery);
        thanks.Shows("Thank you, Dominique.");
        thanks.Shows("€50");
        thanks.Shows("This is not a tax receipt");
        await app.Sandbox.Outbox.DeliverDue(Ct);
        var gift = await nation.Db.Gifts.SingleAsync(Ct);
        Assert.Equal((GiftStatus.Received, false, "page"), (gift.Status, gift.IsNamePublic, gift.Source));
        Assert.Equal([(Purpose.News, true)], await nation.Db.ConsentStates.Select(c => new ValueTuple<Purpose, bool>(c.Purpose, c.IsGiven)).ToListAsync(Ct));
        Assert.Contains("natural person", await nation.Db.GiftDonors.Select(d => d.Attested).SingleAsync(Ct), StringComparison.Ordinal);
        await nation.BooksBalance();
    }

    [Fact]
    public async Task The_same_form_is_paid_through_Stripe_with_the_keys_of_the_settings_screen()
    {
        await using var nation = await app.NewCampaign();
        await nation.Panel.Submit("/settings/gifts", new { Form_IsOpen = "true", Form_Gateway = "Stripe", Form_Amounts = "20, 50", Form_MinimumAmount = "5", Form_SecretKey = StripeRig.SecretKey, Form_WebhookSecret = app.Stripe.WebhookSecret });
        (await nation.Panel.Get("/settings/gifts")).Shows("The page is open.");

        var answer = await nation.Site.Submit("/give?lang=en", Form());
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        await app.Stripe.Pay(new Uri(answer.Location!).Segments[^1]);
        foreach (var (body, signature) in await app.Stripe.Webhooks())
        {
            using var told = new HttpRequestMessage(HttpMethod.Post, "/gateways/stripe/events") { Content = new ByteArrayContent(body) };
            told.Headers.Add("Stripe-Signature", signature);
            Assert.Equal(HttpStatusCode.OK, (await nation.Site.Http.SendAsync(told, Ct)).StatusCode);
        }

        Assert.Equal(GiftStatus.Received, await nation.Db.Gifts.Select(g => g.Status).SingleAsync(Ct));
        Assert.Equal(63, await nation.Db.GiftDays.SumAsync(d => d.FeeCents, Ct));
        await nation.BooksBalance();
    }

    [Fact]
    public async Task The_page_shows_the_law_in_both_languages_and_asks_every_consent_unticked()
    {
        await using var nation = await app.NewCampaign();

        var french = await nation.Site.Get("/give?lang=fr");
        var english = await nation.Site.Get("/give?lang=en");

        french.Shows("recueillis exclusivement par Camille Martin, mandataire financier désigné le 10 novembre 2026");
        french.Shows("Une personne physique peut verser un don à un candidat");
        french.Shows("45 000 €");
        english.Shows("collected only by Camille Martin");
        Assert.Equal(4, english.Document.QuerySelectorAll("blockquote[lang=fr]").Length);
        Assert.Empty(english.Document.QuerySelectorAll("input[type=checkbox][checked]"));
        Assert.All(english.Document.QuerySelectorAll("script"), s => Assert.StartsWith("/dist/", s.GetAttribute("src"), StringComparison.Ordinal));
        Assert.All(english.Document.QuerySelectorAll("input:not([type=hidden]), select"), i => Assert.True(i.Closest("label") is not null || english.Document.QuerySelector($"label[for='{i.Id}']") is not null, i.OuterHtml));
    }

    [Theory]
    [InlineData("en", "orange.fr has no addresses with accents before the @: did you mean jerome@orange.fr?")]
    [InlineData("fr", "orange.fr n’a pas d’adresse avec des accents avant le @ : vouliez-vous écrire jerome@orange.fr ?")]
    public async Task An_accent_that_the_provider_gives_to_nobody_is_told(string language, string sentence)
    {
        await using var nation = await app.NewCampaign();

        var page = await nation.Site.Submit($"/give?lang={language}", new Dictionary<string, string>((Dictionary<string, string>)Form(email: "jérôme@orange.fr"), StringComparer.Ordinal) { ["lang"] = language });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        page.Shows(sentence);
        Assert.NotNull(page.Document.QuerySelector("#give_email_error"));
    }

    [Fact]
    public async Task A_form_with_mistakes_comes_back_as_it_was_filled_with_each_said_beside_its_field()
    {
        await using var nation = await app.NewCampaign();

        var page = await nation.Site.Submit("/give?lang=en", Form(amount: "", other_amount: "a lot", email: "nobody", postcode: "", natural_person: null, last_name: "<script>alert(1)</script>"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        page.Shows("“a lot” is not an amount.");
        page.Shows("“nobody” is not a mail address.");
        page.Shows("Fill in “Postcode”: the law asks it of donors.");
        page.Shows("companies and associations may not give");
        Assert.Equal("Dominique", page.Document.QuerySelector("#give_first_name")!.GetAttribute("value"));
        Assert.Equal("<script>alert(1)</script>", page.Document.QuerySelector("#give_last_name")!.GetAttribute("value"));
        Assert.DoesNotContain("<script>", page.Html, StringComparison.Ordinal);
        Assert.Equal("true", page.Document.QuerySelector("#give_email")!.GetAttribute("aria-invalid"));
        Assert.NotNull(page.Document.QuerySelector("#give_email_error"));
        Assert.Equal(0, await nation.Db.People.CountAsync(Ct));
    }

    [Theory]
    [InlineData("4600.01", "FR", "FR", "The law allows €4,600 a person and election")]
    [InlineData("4.99", "FR", "FR", "The smallest gift is €5.")]
    [InlineData("-50", "FR", "FR", "The smallest gift is €5.")]
    [InlineData("99999999999999999999", "FR", "FR", "is not an amount")]
    [InlineData("50", "BE", "BE", "Only people who are French or who live in France may give")]
    [InlineData("50", "XX", "FR", "Choose a country.")]
    public async Task What_may_not_be_taken_is_refused_with_the_reason(string amount, string nationality, string country, string says)
    {
        await using var nation = await app.NewCampaign();

        var page = await nation.Site.Submit("/give?lang=en", Form(amount: "other", other_amount: amount, nationality: nationality, country: country));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        page.Shows(says);
        Assert.Equal(0, await nation.Db.Gifts.CountAsync(Ct));
    }

    [Fact]
    public async Task Huge_fields_programs_and_other_sites_get_nowhere()
    {
        await using var nation = await app.NewCampaign();

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await nation.Site.Submit("/give?lang=en", Form(last_name: new string('x', 5_000_000)))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Site.Submit("/give?lang=en", Form(last_name: new string('x', 1_048_576)))).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Site.Submit("/give?lang=en", Form(website: "http://spam.example"))).Status);
        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/give") { Content = new FormUrlEncodedContent([new("amount", "50")]) };
        foreign.Headers.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(HttpStatusCode.Forbidden, (await nation.Site.Send(foreign)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await nation.Site.Send(new HttpRequestMessage(HttpMethod.Post, "/give") { Content = new StringContent("{}") })).Status);
        Assert.Equal(0, await nation.Db.Gifts.CountAsync(Ct));
    }

    [Fact]
    public async Task Whoever_comes_after_many_gift_forms_of_one_address_waits_with_theirs_as_they_filled_it()
    {
        await using var nation = await app.NewCampaign();

        var waits = await nation.Site.Submit("/give?lang=fr", In("fr", Form(email: "nobody")));
        for (var i = 0; i < 60 && waits.Status != HttpStatusCode.TooManyRequests; i++) waits = await nation.Site.Submit("/give?lang=fr", In("fr", Form(email: "nobody")));

        Assert.Equal(HttpStatusCode.TooManyRequests, waits.Status);
        waits.Shows("Beaucoup de formulaires sont arrivés de votre réseau en une minute.");
        Assert.Equal("Dominique", waits.Document.QuerySelector("#give_first_name")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData("fr", "1,999", "“1,999”")]
    [InlineData("fr", "1.999", "écrivez 1999")]
    [InlineData("en", "1,999", "write 1999")]
    [InlineData("en", "1.999 €", "write 1999")]
    public async Task An_amount_that_can_be_read_in_two_ways_is_asked_for_once_more(string language, string typed, string says)
    {
        await using var nation = await app.NewCampaign();

        var page = await nation.Site.Submit($"/give?lang={language}", In(language, Form(amount: "other", other_amount: typed)));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        page.Shows(says.Replace("“1,999”", "« 1,999 » se lit de deux façons", StringComparison.Ordinal));
        Assert.Equal(typed, page.Document.QuerySelector("input[name=other_amount]")!.GetAttribute("value"));
        Assert.Equal(0, await nation.Db.Gifts.CountAsync(Ct));
    }

    [Fact]
    public async Task A_form_that_was_not_fetched_or_lay_open_for_a_day_is_asked_for_once_more()
    {
        await using var nation = await app.NewCampaign();
        var stamp = (await nation.Site.Get("/give?lang=en")).Document.QuerySelector("input[name=stamp]")?.GetAttribute("value") ?? "";

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Site.Post("/give", Form())).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Site.Post("/give", Stamped("***, not base64"))).Status);
        app.Clock.Advance(TimeSpan.FromHours(25));
        var late = await nation.Site.Post("/give", Stamped(stamp));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        late.Shows("This page was open for a long time. Please send it once more.");
        Assert.Equal("Dominique", late.Document.QuerySelector("#give_first_name")!.GetAttribute("value"));
        Assert.Equal(0, await nation.Db.Gifts.CountAsync(Ct));

        var again = late.Document.QuerySelector("input[name=stamp]")!.GetAttribute("value")!;
        Assert.NotEqual(stamp, again);
        Assert.Equal(HttpStatusCode.SeeOther, (await nation.Site.Post("/give", Stamped(again))).Status);
    }

    [Fact]
    public async Task A_closed_page_has_no_form_and_takes_nothing()
    {
        await using var nation = await app.NewCampaign(gifts: g => g.IsOpen = false);

        var page = await nation.Site.Get("/give?lang=en");
        page.Shows("Gifts cannot be made here at the moment.");
        Assert.Empty(page.Document.Forms);
        var answer = await nation.Site.Post("/give", Stamped(nation.Services.GetRequiredService<FormStamp>().Now));
        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Equal(0, await nation.Db.Gifts.CountAsync(Ct));
    }

    [Fact]
    public async Task The_address_that_the_law_asks_for_is_in_the_campaign_account_and_nowhere_else()
    {
        await using var nation = await app.NewCampaign();
        (await nation.Site.Get("/give?lang=en")).Shows("Apart from your name, mail address and telephone, they are seen only by whoever keeps the campaign account.");

        await nation.Site.Submit("/give?lang=en", Form());

        Assert.NotEqual("", await nation.Db.GiftDonors.Select(d => d.Street).SingleAsync(Ct));
        Assert.Empty(await nation.Db.PersonAddresses.ToListAsync(Ct));
        Assert.Single(await nation.Db.PersonEmails.ToListAsync(Ct));
    }

    [Fact]
    public async Task Back_from_the_gateway_without_a_word_from_it_is_waiting_and_then_thanked()
    {
        await using var nation = await app.NewCampaign();
        var answer = await nation.Site.Submit("/give?lang=en", Form());
        var session = new Uri(answer.Location!).Segments[^1];
        var thanks = app.Sandbox.Network.Find(session)!.Order.SuccessUrl.PathAndQuery;

        (await nation.Site.Get(thanks)).Shows("Your bank has not confirmed the payment");
        Assert.Equal(GiftStatus.Pending, await nation.Db.Gifts.Select(g => g.Status).SingleAsync(Ct));
        await app.Sandbox.Type(session, "4000 0000 0000 0077");
        (await nation.Site.Get(thanks)).Shows("Thank you, Dominique.");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Sandbox.Outbox.DeliverDue(Ct);

        Assert.Equal(1, await nation.Db.GiftDays.SumAsync(d => d.Gifts, Ct));
    }

    [Fact]
    public async Task Whoever_leaves_the_gateway_may_give_again_at_once()
    {
        await using var nation = await app.NewCampaign();
        var answer = await nation.Site.Submit("/give?lang=en", Form(amount: "other", other_amount: "4600"));
        var session = new Uri(answer.Location!).Segments[^1];

        (await nation.Site.Get(app.Sandbox.Network.Find(session)!.Order.CancelUrl.PathAndQuery)).Shows("Your gift was not made");

        Assert.Equal(HttpStatusCode.SeeOther, (await nation.Site.Submit("/give?lang=en", Form(amount: "other", other_amount: "4500"))).Status);
    }

    [Fact]
    public async Task A_token_of_another_nation_or_a_made_up_one_is_not_found()
    {
        await using var ours = await app.NewCampaign();
        await using var theirs = await app.NewCampaign();
        var (giftId, _) = await theirs.TakeAllowed();
        var token = await theirs.Services.GetRequiredService<GiftLinks>().Token(giftId, Ct);
        await ours.TakeAllowed();

        Assert.Equal(HttpStatusCode.OK, (await theirs.Site.Get($"/give/thanks/{token}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ours.Site.Get($"/give/thanks/{token}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ours.Site.Get("/give/thanks/1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ours.Site.Get("/give/left/AAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAA")).Status);
    }

    [Fact]
    public async Task A_donor_is_matched_by_mail_and_what_is_known_of_them_stays()
    {
        await using var nation = await app.NewCampaign();
        var known = await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Domi", "Lambert"), email: "dominique@example.org");

        await nation.Site.Submit("/give?lang=en", Form());

        Assert.Equal(known.Id, await nation.Db.Gifts.Select(g => g.PersonId).SingleAsync(Ct));
        Assert.Equal("Domi", await nation.Db.People.Select(p => p.FirstName).SingleAsync(Ct));
        Assert.Equal("Dominique", await nation.Db.GiftDonors.Select(d => d.FirstName).SingleAsync(Ct));
    }

    [Fact]
    public async Task A_donor_can_be_archived_but_not_erased_until_the_gift_has_failed()
    {
        await using var nation = await app.NewCampaign();
        var (giftId, session) = await nation.TakeAllowed();
        var personId = await nation.Db.Gifts.Select(g => g.PersonId).SingleAsync(Ct);

        Assert.IsType<Erasure.Kept>(await nation.Services.GetRequiredService<ErasePerson>().Run(personId, Ct));
        app.Sandbox.Network.Close(app.Sandbox.Network.Find(session)!);
        await app.Sandbox.Outbox.DeliverDue(Ct);

        Assert.IsType<Erasure.Done>(await nation.Services.GetRequiredService<ErasePerson>().Run(personId, Ct));
        Assert.Equal(0, await nation.Db.GiftDonors.CountAsync(d => d.GiftId == giftId, Ct));
    }

    private static Dictionary<string, string> In(string language, object form) => new((Dictionary<string, string>)form, StringComparer.Ordinal) { ["lang"] = language };

    private static Dictionary<string, string> Stamped(string stamp) => new((Dictionary<string, string>)Form(), StringComparer.Ordinal) { ["stamp"] = stamp };

    internal static object Form(
        string? amount = "50", string? other_amount = null, string last_name = "Lambert", string email = "dominique@example.org", string postcode = "69999",
        string nationality = "FR", string country = "FR", string? natural_person = "true", string? consent_news = null, string? website = null) =>
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["lang"] = "en", ["amount"] = amount, ["other_amount"] = other_amount, ["first_name"] = "Dominique", ["last_name"] = last_name, ["email"] = email,
            ["nationality"] = nationality, ["street"] = "1 rue de l’Exemple", ["postcode"] = postcode, ["city"] = "Saint-Exemple", ["country"] = country,
            ["natural_person"] = natural_person, ["own_account"] = "true", ["consent_news"] = consent_news, ["website"] = website,
        }.Where(f => f.Value is not null).ToDictionary(f => f.Key, f => f.Value!, StringComparer.Ordinal);
}
