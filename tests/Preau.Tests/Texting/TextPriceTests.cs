using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Law;
using Preau.Mail;
using Preau.Nations;
using Preau.People;
using Preau.Shared;
using Preau.Tests.Texting.Peers;
using Preau.Texting;

namespace Preau.Tests.Texting;

/// <summary>What texts cost, country by country, before one leaves.</summary>
public sealed class TextPriceTests(TextingApp app) : IClassFixture<TextingApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_to_many_costs_what_it_costs_where_its_readers_are()
    {
        await using var nation = await app.NewCampaign();
        await Prices(nation, "5,00", "+49: 9,80\n+1: 2\n+1 242: 30,00");
        foreach (var number in new[] { "+33639980001", "+33639980002", "+4915123456789", "+12025550123", "+12423456789" }) await Agreed(nation, number);
        // A family in Germany has one number, and gets one text.
        await Agreed(nation, "+4915123456789");
        var blast = await nation.Seeds.TextBlast(body: new string('a', 200));

        var count = await nation.Services.GetRequiredService<Audience>().Count(blast, ["+49", "+1", "+1242"], Ct);
        Assert.Equal((5, 1), (count.Reachable, count.Same));
        Assert.Equal([1, 1, 1], count.ByBeginning);
        var page = await nation.Panel.Get($"/mail/{blast.Id}/send");

        // Two SMS each: 4 × 0.05 + 2 × 0.098 + 2 × 0.02 + 2 × 0.30.
        page.Shows("about €1.04");
        page.Shows("of these, about 2 SMS to numbers that begin with +49: €0.20");
        page.Shows("of these, about 2 SMS to numbers that begin with +1242: €0.60");
    }

    [Fact]
    public async Task A_texting_campaign_says_what_its_first_texts_take_before_it_begins()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        (await nation.Panel.Get(peers.Path)).Shows("Say in the settings what 100 SMS cost");
        await Prices(nation, "5,00", "+49: 9,80");
        foreach (var number in new[] { "+33639980003", "+4915123456780" }) await Agreed(nation, number);

        var page = await nation.Panel.Get(peers.Path);

        var facts = page.Document.QuerySelector("dl.facts")!.TextContent;
        Assert.Contains("2 SMS, 1 for each person", facts, StringComparison.Ordinal);
        Assert.Contains("about €0.15", facts, StringComparison.Ordinal);
        page.Shows("Answers cost as well");
        Assert.Empty(await nation.Db.TextMessages.ToListAsync(Ct));
        await peers.Volunteer();
        await peers.Begin();
        Assert.DoesNotContain("Answers cost as well", (await nation.Panel.Get(peers.Path)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_part_is_held_out_the_countries_are_not_more_than_the_whole()
    {
        var prices = new TextSettings { HundredCost = 500, MorePrices = [new("+49", 980), new("+1", 200)] };

        var measure = TextMeasure.Of([1], AudienceCount.Nobody with { Reachable = 2, ByBeginning = [1, 1] }, heldOutShare: 5000, prices, "EUR");

        // One of the two gets it: in the mean half of 9.80 and half of 2.00 a hundred, and nobody at the usual price.
        Assert.Equal((1, 1, new Money(6, "EUR"), new Money(6, "EUR")), (measure.People, measure.Total, measure.Cost, measure.CostAtMost));
        Assert.Equal([new TextShare("+49", 1, new Money(5, "EUR")), new TextShare("+1", 1, new Money(1, "EUR"))], measure.Abroad);
    }

    [Theory]
    [InlineData("49: 9,80")]
    [InlineData("+49 9,80")]
    [InlineData("+49: nine")]
    [InlineData("+49: -1")]
    [InlineData("+49: 9,80\n+49: 3")]
    [InlineData("+0: 1")]
    [InlineData("+49: 99999999")]
    public async Task A_price_that_cannot_be_read_is_not_kept(string typed)
    {
        await using var nation = await app.NewCampaign();

        var page = await nation.Panel.Submit("/settings/texts", new { Form_HundredCost = "5,00", Form_MorePrices = typed });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        page.Shows("Write one country a line");
        Assert.Empty((await nation.Services.GetRequiredService<NationSettings>().Get<TextSettings>(Ct)).MorePrices);
    }

    [Fact]
    public async Task Prices_stand_in_the_settings_as_they_were_typed_and_go_with_the_usual_one()
    {
        await using var nation = await app.NewCampaign();
        await Prices(nation, "5,00", "+49: 9,80\n\n +262 : 12.5 ");

        Assert.Equal("+49: 9.80\n+262: 12.50", (await nation.Panel.Get("/settings/texts")).Document.QuerySelector("[name='Form.MorePrices']")!.TextContent.Trim().ReplaceLineEndings("\n"));
        var page = await nation.Panel.Submit("/settings/texts", new { Form_HundredCost = "", Form_MorePrices = "+49: 9,80" });
        page.Shows("Say what they cost everywhere else, too.");
    }

    private static async Task Prices(TestNation nation, string usual, string more)
    {
        var page = await nation.Panel.PostFrom("/settings/texts", "/settings/texts", new { Form_Gateway = "Sandbox", Form_PerSecond = "1000", Form_HundredCost = usual, Form_MorePrices = more });
        Assert.True(page.Status == HttpStatusCode.Redirect, page.Text);
    }

    private async Task Agreed(TestNation nation, string number)
    {
        var services = nation.Services;
        var db = services.GetRequiredService<Database>();
        var person = await new Seeds(db, app.Clock).Person(phone: number);
        await services.GetRequiredService<ConsentLedger>().Give(person.Id, Purpose.Sms, "fr", "Oui aux SMS", "page:1", Ct);
        await db.SaveChangesAsync(Ct);
    }
}
