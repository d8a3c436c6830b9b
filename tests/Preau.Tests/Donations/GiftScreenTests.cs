using System.Net;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Law;

namespace Preau.Tests.Donations;

public sealed class GiftScreenTests(GiftsApp app) : IClassFixture<GiftsApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cheque_is_entered_once_and_shown_with_its_books()
    {
        await using var nation = await app.NewCampaign();
        var finance = await nation.As(Role.Finance);

        var page = await finance.Submit("/gifts/new", Cheque());

        var gift = await page.Follow();
        gift.Shows("Gift of €120 entered.");
        gift.Shows("Cheque");
        gift.Shows("Bank account");
        gift.Shows("1 rue de l’Exemple");
        gift.Shows("Who may give: kept (Code électoral, art. L.52-8, al. 1)");
        gift.DoesNotShow("Complete the campaign");
        var list = await finance.Get("/gifts");
        list.Shows("Dominique Lambert");
        Assert.Equal("€120", list.Document.QuerySelector(".tile .value")!.TextContent);
        await nation.BooksBalance();
    }

    [Fact]
    public async Task The_same_form_sent_twice_is_one_gift()
    {
        await using var nation = await app.NewCampaign();
        var form = (await nation.Panel.Get("/gifts/new")).Form();
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["__RequestVerificationToken"] = Value(form, "__RequestVerificationToken"), ["Form.EntryKey"] = Value(form, "Form.EntryKey") };
        foreach (var property in Cheque().GetType().GetProperties()) fields[property.Name.Replace('_', '.')] = (string)property.GetValue(Cheque())!;

        await nation.Panel.Post("/gifts/new", fields);
        var again = await nation.Panel.Post("/gifts/new", fields);

        Assert.Equal(HttpStatusCode.Redirect, again.Status);
        Assert.Equal(1, await nation.Db.Gifts.CountAsync(Ct));
    }

    [Theory]
    [InlineData("Cash", "150", true, "")]
    [InlineData("Cash", "150.01", false, "must be made by cheque, transfer, direct debit or card")]
    [InlineData("Cheque", "4600", true, "")]
    [InlineData("Cheque", "4600.01", false, "The law allows €4,600 a person and election")]
    [InlineData("Transfer", "twenty", false, "“twenty” is not an amount.")]
    [InlineData("Transfer", "-5", false, "is not an amount")]
    public async Task Paper_gifts_are_under_the_same_law(string method, string amount, bool isTaken, string says)
    {
        await using var nation = await app.NewCampaign();

        var page = await nation.Panel.Submit("/gifts/new", Cheque(method, amount));

        Assert.Equal(isTaken ? HttpStatusCode.Redirect : HttpStatusCode.UnprocessableEntity, page.Status);
        page.Shows(says);
        Assert.Equal(isTaken ? 1 : 0, await nation.Db.Gifts.CountAsync(Ct));
        if (!isTaken) Assert.Equal("Dominique", page.Document.QuerySelector("[name='Form.FirstName']")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_gift_by_a_company_from_before_the_window_or_from_tomorrow_is_refused_with_every_reason()
    {
        await using var nation = await app.NewCampaign();

        (await nation.Panel.Submit("/gifts/new", new { Form_Method = "Cheque", Form_Amount = "20", Form_GivenOn = "2026-11-09", Form_FirstName = "A", Form_LastName = "B", Form_Street = "1 rue", Form_City = "C" }))
            .Shows("confirm that you give as a person");
        (await nation.Panel.Submit("/gifts/new", Cheque(day: "2026-11-09"))).Shows("once the agent is declared");
        (await nation.Panel.Submit("/gifts/new", Cheque(day: "2026-11-25"))).Shows("This day is still to come.");
        Assert.Equal(0, await nation.Db.Gifts.CountAsync(Ct));
        Assert.Equal(2, await nation.Db.LawDecisions.CountAsync(d => d.Outcome == Outcome.Block, Ct));
    }

    [Fact]
    public async Task Staff_see_gifts_but_not_what_the_law_asks_of_donors()
    {
        await using var nation = await app.NewCampaign();
        await nation.Panel.Submit("/gifts/new", Cheque());
        var staff = await nation.As(Role.Staff);
        var id = await nation.Db.Gifts.Select(g => g.Id).SingleAsync(Ct);

        var page = await staff.Get($"/gifts/{id}");

        page.Shows("Gift of €120");
        page.DoesNotShow("1 rue de l’Exemple");
        page.DoesNotShow("Give money back");
        Assert.Equal(HttpStatusCode.Forbidden, (await staff.Get("/gifts/export.csv")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await staff.Get("/gifts/new")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await staff.Get($"/gifts/{id}/refund")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await nation.As(Role.Volunteer)).Get("/gifts")).Status);
    }

    [Fact]
    public async Task An_empty_form_of_a_gift_on_paper_comes_back_with_what_is_missing()
    {
        await using var nation = await app.NewCampaign();

        var page = await nation.Panel.Submit("/gifts/new", new { Form_Amount = "" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Empty(await nation.Db.Gifts.ToListAsync(Ct));
    }

    [Fact]
    public async Task A_gift_stands_on_the_profile_and_its_acknowledgement_is_no_tax_receipt()
    {
        await using var nation = await app.NewCampaign();
        await nation.Panel.Submit("/gifts/new", Cheque());
        var gift = await nation.Db.Gifts.SingleAsync(Ct);

        var profile = await nation.Panel.Get($"/people/{gift.PersonId}");
        profile.Shows("€120 in 1 gift");
        profile.Shows("Gift of €120");
        var letter = await nation.Panel.Get($"/gifts/{gift.Id}/acknowledgement");
        letter.Shows("Ceci n’est pas un reçu fiscal");
        letter.Shows("Camille Martin");
        Assert.Equal(HttpStatusCode.Forbidden, (await (await nation.As(Role.Staff)).Get($"/gifts/{gift.Id}/acknowledgement")).Status);
        (await nation.Panel.Get($"/gifts/new?person={gift.PersonId}")).Shows("Enter a gift");
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get("/gifts/new?person=999999")).Status);
    }

    [Fact]
    public async Task A_second_cheque_without_mail_is_offered_to_the_person_of_the_first()
    {
        await using var nation = await app.NewCampaign();
        var finance = await nation.As(Role.Finance);
        await finance.Submit("/gifts/new", Cheque(hasMail: false));
        var first = await nation.Db.Gifts.Select(g => g.PersonId).SingleAsync(Ct);

        var asked = await finance.Submit("/gifts/new", Cheque(hasMail: false));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.Status);
        asked.Shows("Is it one of these people?");
        Assert.Equal([$"{first}", "0"], asked.Document.QuerySelectorAll("input[name='Form.PersonId']").Select(i => i.GetAttribute("value")!));

        await finance.Fill(asked, "/gifts/new", new { Form_PersonId = first });
        Assert.Equal([first, first], await nation.Db.Gifts.Select(g => g.PersonId).ToListAsync(Ct));
        await finance.Fill(await finance.Submit("/gifts/new", Cheque(hasMail: false)), "/gifts/new", new { Form_PersonId = "0" });
        Assert.Equal(2, await nation.Db.People.CountAsync(Ct));
        // What was declared last is asked for again, not typed again.
        Assert.Equal("69999", (await finance.Get($"/gifts/new?person={first}")).Document.QuerySelector("[name='Form.Postcode']")!.GetAttribute("value"));
        // A namesake who lives elsewhere is nobody's affair.
        Assert.Equal(HttpStatusCode.Redirect, (await finance.Submit("/gifts/new", Cheque(hasMail: false, postcode: "69001"))).Status);
    }

    [Fact]
    public async Task A_cheque_of_somebody_who_is_known_goes_to_their_record()
    {
        await using var nation = await app.NewCampaign();
        var finance = await nation.As(Role.Finance);
        var (ada, other) = (await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Ada", "Martin")), await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Bea", "Martin")));

        var several = await finance.Get("/gifts/new?who=Martin");
        several.Shows("Several people may be meant:");
        Assert.NotNull(several.Document.QuerySelector($"main a[href$='/gifts/new?person={other.Id}']"));
        (await finance.Get("/gifts/new?who=Nobody")).Shows("Nobody is found by “Nobody”.");

        var form = await finance.Get("/gifts/new?who=Ada+Martin");
        form.Shows("The gift goes to a record that is here: Ada Martin");
        await finance.Fill(form, "/gifts/new", Cheque(hasMail: false));
        Assert.Equal(ada.Id, await nation.Db.Gifts.Select(g => g.PersonId).SingleAsync(Ct));
    }

    [Fact]
    public async Task Finance_gives_money_back_and_never_more_than_is_left()
    {
        await using var nation = await app.NewCampaign();
        await nation.Panel.Submit("/gifts/new", Cheque());
        var finance = await nation.As(Role.Finance);
        var id = await nation.Db.Gifts.Select(g => g.Id).SingleAsync(Ct);

        (await finance.Submit($"/gifts/{id}/refund", new { Form_Amount = "120.01", Form_Reason = "Asked for" })).Shows("At most €120 can be given back.");
        (await (await finance.Submit($"/gifts/{id}/refund", new { Form_Amount = "20", Form_Reason = "Asked for" })).Follow()).Shows("€20 were given back.");
        (await finance.Submit($"/gifts/{id}/refund", new { Form_Amount = "-5", Form_Reason = "Again" })).Shows("Write what goes back as an amount above nought, without a minus.");
        (await finance.Get("/gifts")).Shows("€20 given back, €100 left");
        (await finance.Submit($"/gifts/{id}/refund", new { Form_Amount = "100.01", Form_Reason = "Again" })).Shows("At most €100 can be given back.");

        Assert.Equal("€100", (await finance.Get("/gifts")).Document.QuerySelector(".tile .value")!.TextContent);
        await nation.BooksBalance();
    }

    [Fact]
    public async Task A_list_is_filtered_paged_and_exported_as_shown()
    {
        await using var nation = await app.NewCampaign();
        for (var i = 0; i < 3; i++) await nation.Panel.Submit("/gifts/new", Cheque(amount: $"{100 + i}"));
        await nation.Panel.Submit("/gifts/new", Cheque("Cash", "40", name: "=Charlie"));

        var list = await nation.Panel.Get("/gifts?method=Cash");
        Assert.Single(list.Document.QuerySelectorAll("tbody tr"));
        (await nation.Panel.Get("/gifts?q=lam")).Shows("Dominique Lambert");
        (await nation.Panel.Get("/gifts?q=nobody")).Shows("No gift fits this filter");
        (await nation.Panel.Get("/gifts?from=2026-11-25")).Shows("No gift fits this filter");
        Assert.Equal(HttpStatusCode.OK, (await nation.Panel.Get("/gifts?after=nonsense&status=Nope")).Status);
        var file = await nation.Panel.Get("/gifts/export.csv?method=Cash");
        var rows = file.Html.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, rows.Length);
        Assert.Contains("'=Charlie", rows[1], StringComparison.Ordinal);
        Assert.Equal(1, await nation.Db.AuditEntries.CountAsync(a => a.Action == "gift.exported" && a.Count == 1, Ct));
    }

    [Fact]
    public async Task The_number_of_gifts_opens_a_list_of_exactly_that_many()
    {
        await using var nation = await app.NewCampaign();
        for (var i = 0; i < 3; i++) await nation.Panel.Submit("/gifts/new", Cheque(amount: $"{100 + i}"));
        var id = await nation.Db.Gifts.OrderBy(g => g.Id).Select(g => g.Id).FirstAsync(Ct);
        await nation.Panel.Submit($"/gifts/{id}/refund", new { Form_Amount = "100", Form_Reason = "Asked for" });
        await nation.TakeAllowed(20, Gifts.Donor("Pending Donor"));

        var tile = (await nation.Panel.Get("/gifts")).Document.QuerySelectorAll("a.tile")[1];
        var list = await nation.Panel.Get(tile.GetAttribute("href")!);

        Assert.Equal("3", tile.QuerySelector(".value")!.TextContent);
        Assert.Equal(3, list.Document.QuerySelectorAll("tbody tr").Length);
    }

    [Fact]
    public async Task Another_nations_gift_is_not_found()
    {
        await using var ours = await app.NewCampaign();
        await using var theirs = await app.NewCampaign();
        await theirs.Panel.Submit("/gifts/new", Cheque());
        var id = await theirs.Db.Gifts.Select(g => g.Id).SingleAsync(Ct);

        Assert.Equal(HttpStatusCode.NotFound, (await ours.Panel.Get($"/gifts/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ours.Panel.Get($"/gifts/{id}/refund")).Status);
    }

    [Fact]
    public async Task The_settings_say_what_is_missing_and_keep_keys_sealed()
    {
        await using var nation = await app.NewNation();

        var page = await nation.Panel.Submit("/settings/gifts", new { Form_IsOpen = "true", Form_Gateway = "Stripe", Form_Amounts = "10, 30", Form_MinimumAmount = "5", Form_SecretKey = "sk_test_secret" });
        page = await page.Follow();

        page.Shows("The page is closed.");
        page.Shows("Say which election the campaign stands in");
        page.Shows("The secret of the Stripe webhook is missing");
        page.Shows("/gateways/stripe/events");
        Assert.DoesNotContain("sk_test_secret", await nation.Db.Settings.Where(s => s.Name == "DonationSettings").Select(s => s.Value).SingleAsync(Ct), StringComparison.Ordinal);
        (await nation.Panel.Submit("/settings/gifts", new { Form_Amounts = "ten", Form_SecretKey = "pk_live" })).Shows("Write one to eight whole amounts");
        (await nation.Panel.Submit("/settings/gifts", new { Form_Amounts = "20, 50", Form_MinimumAmount = "30" })).Shows("The smallest gift is €30: offer nothing below it.");
        (await nation.Panel.Submit("/settings/gifts", new { Form_Amounts = "50, 4601" })).Shows("The law allows €4,600 a person and election: offer nothing above it.");
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.Submit("/settings/gifts", new { Form_Amounts = "50, 4600" })).Status);
    }

    private static object Cheque(string method = "Cheque", string amount = "120", string day = "2026-11-24", string name = "Dominique", bool hasMail = true, string postcode = "69999") => new
    {
        Form_Method = method, Form_Amount = amount, Form_GivenOn = day, Form_Reference = "n° 0001", Form_FirstName = name, Form_LastName = "Lambert",
        Form_Email = hasMail ? $"{name.Trim('=').ToLowerInvariant()}@example.org" : "", Form_Nationality = "FR", Form_Country = "FR", Form_Street = "1 rue de l’Exemple", Form_Postcode = postcode, Form_City = "Saint-Exemple",
        Form_AttestsNaturalPerson = "true", Form_AttestsOwnAccount = "true",
    };

    private static string Value(AngleSharp.Html.Dom.IHtmlFormElement form, string name) => form.QuerySelector($"[name='{name}']")!.GetAttribute("value")!;
}
