using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Nations;
using Preau.Texting;

namespace Preau.Tests.Texting;

/// <summary>A campaign with several numbers: which of them writes to whom.</summary>
public sealed class TextSendersTests(TextingApp app) : IClassFixture<TextingApp>
{
    private const string Second = "+33639980002", Third = "+33639980003";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("+33612345678", null, "+33639980001")]
    [InlineData("+15145550123", null, "+12025550123")]
    [InlineData("+16045550123", null, "+16045550100")]
    [InlineData("+15145550123", "38000", "38000")]
    [InlineData("+15145550123", "+33639980001", "+33639980001")]
    [InlineData("+15145550123", "+33639989999", "+12025550123")]
    public void Who_wrote_to_a_number_is_answered_from_it_others_hear_from_that_of_their_country(string to, string? wroteTo, string from)
    {
        var senders = new TextSenders("+33639980001", [new("+12025550123", ["+1"]), new("+16045550100", ["+1604", "+1778"]), new("38000", [])]);
        Assert.Equal(from, senders.For(new OutgoingSms("1", to, "Bonjour", wroteTo)));
    }

    [Theory]
    [InlineData(TextGatewayKind.Sandbox)]
    [InlineData(TextGatewayKind.Twilio)]
    public async Task An_answer_comes_from_the_number_that_was_written_to(TextGatewayKind kind)
    {
        await using var nation = await Campaign(kind, $"{Second}: +336\n{Third}");
        var (person, number) = await app.Reader(nation);
        await TextingApp.Write(nation, person.Id, "Bonjour");
        await app.Deliver(nation);
        Assert.Equal(Second, app.Phones.Of(number)[^1].Ours);

        await Come(nation, kind, number, Third, "Et alors ?");
        await TextingApp.Write(nation, person.Id, "Alors, à jeudi");
        await app.Deliver(nation);
        Assert.Equal(Third, app.Phones.Of(number)[^1].Ours);

        // A STOP, too, is confirmed from where it went; a number that is no more one's own answers nobody.
        await Come(nation, kind, number, "+33639989999", "Arrêt");
        await app.Deliver(nation);
        Assert.Equal(Third, app.Phones.Of(number)[^1].Ours);
    }

    [Fact]
    public async Task A_text_to_many_comes_from_the_number_that_is_chosen_for_it()
    {
        await using var nation = await Campaign(TextGatewayKind.Sandbox, $"{Second}: +336\n{Third}");
        await nation.ReadyToPublish();
        var (_, number) = await app.Reader(nation);
        var page = await nation.Panel.Submit("/mail/new?by=text", new { Form_Subject = "Jeudi", Form_Body = "Bonjour", Form_Language = "fr", Form_SenderName = Third });
        Assert.True(page.Status == HttpStatusCode.Redirect, page.Text);
        var blast = await nation.Db.Blasts.SingleAsync(Ct);
        Assert.Equal(Third, (await nation.Panel.Get($"/mail/{blast.Id}/edit")).Document.QuerySelector("#Form_SenderName [selected]")?.GetAttribute("value"));
        (await nation.Panel.Get($"/mail/{blast.Id}/send")).Shows("06 39 98 00 03");

        await nation.SendNow(blast);
        Assert.Equal(Third, Assert.Single(app.Phones.Of(number)).Ours);
        var other = await nation.Seeds.TextBlast();
        await nation.SendNow(other);

        Assert.Equal(Second, app.Phones.Of(number)[^1].Ours);
        // With one number there is nothing to choose.
        await nation.Panel.PostFrom("/settings/texts", "/settings/texts", new { Form_Gateway = "Sandbox" });
        Assert.Null((await nation.Panel.Get("/mail/new?by=text")).Document.QuerySelector("#Form_SenderName"));
    }

    [Fact]
    public async Task A_number_that_was_given_up_answers_nobody()
    {
        await using var nation = await Campaign(TextGatewayKind.Sandbox, Third);
        var (person, number) = await app.Reader(nation);
        await Come(nation, TextGatewayKind.Sandbox, number, Third, "Bonjour");
        await nation.Panel.PostFrom("/settings/texts", "/settings/texts", new { Form_Gateway = "Sandbox" });

        await TextingApp.Write(nation, person.Id, "Bonjour");
        await app.Deliver(nation);

        Assert.Equal(TextGateways.SandboxSender, Assert.Single(app.Phones.Of(number)).Ours);
    }

    [Theory]
    [InlineData("Valmorin: +33")]
    [InlineData("+33 6 39 98 00 02: France")]
    [InlineData("+33 6 39 98 00 02: 33")]
    public async Task What_is_no_number_is_said(string line)
    {
        await using var nation = await app.NewCampaign();
        var page = await nation.Panel.PostFrom("/settings/texts", "/settings/texts", new { Form_Gateway = "Sandbox", Form_MoreSenders = line });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        page.Shows("is not a number, with how others begin behind it");
        Assert.Empty((await nation.Services.GetRequiredService<NationSettings>().Get<TextSettings>(Ct)).MoreSenders);
    }

    [Fact]
    public async Task The_numbers_stand_in_the_settings_as_they_were_written()
    {
        await using var nation = await Campaign(TextGatewayKind.Sandbox, "06 39 98 00 02 : +33 +32\r\n38000");
        var page = await nation.Panel.Get("/settings/texts");

        Assert.Equal("06 39 98 00 02: +33 +32\n38000", page.Document.QuerySelector("#Form_MoreSenders")?.TextContent.Trim());
        var kept = (await nation.Services.GetRequiredService<NationSettings>().Get<TextSettings>(Ct)).MoreSenders;
        Assert.Equal([Second, "38000"], kept.Select(s => s.Number));
        Assert.Equal(["+33", "+32"], kept[0].Beginnings);
    }

    private async Task<TestNation> Campaign(TextGatewayKind kind, string more)
    {
        var nation = await app.NewCampaign(kind, more);
        if (kind == TextGatewayKind.Sandbox) Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.PostFrom("/settings/texts", "/settings/texts", new { Form_Gateway = "Sandbox", Form_MoreSenders = more })).Status);
        return nation;
    }

    private static async Task Come(TestNation nation, TextGatewayKind kind, string from, string to, string text)
    {
        var given = (await TextingApp.Incoming(nation)).Split('?')[0];
        if (kind == TextGatewayKind.Sandbox)
        {
            Assert.Equal(HttpStatusCode.OK, (await TextingApp.Come(nation, await TextingApp.Secret(nation), $"from={Uri.EscapeDataString(from)}&to={to.TrimStart('+')}&text={Uri.EscapeDataString(text)}")).Status);
            return;
        }

        List<KeyValuePair<string, string>> form = [new("MessageSid", "SM" + text), new("From", from), new("To", to), new("Body", text)];
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(given).PathAndQuery) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Add(TwilioSignature.Header, TwilioSignature.Of(given, form, TextingApp.Token));
        Assert.Equal(HttpStatusCode.OK, (await nation.Site.Send(request)).Status);
    }
}
