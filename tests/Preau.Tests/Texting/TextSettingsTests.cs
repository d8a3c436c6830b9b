using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Nations;
using Preau.Texting;

namespace Preau.Tests.Texting;

/// <summary>Where an operator has no sandbox, texts are there once a gateway is chosen.</summary>
public sealed class TextSettingsTests(PreauApp app) : IClassFixture<PreauApp>
{
    private const string Path = "/settings/texts";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_menu_has_texts_once_a_gateway_is_chosen()
    {
        await using var nation = await app.NewNation();
        var volunteer = await nation.As(Role.Volunteer);
        Assert.Null((await nation.Panel.Get("/people")).Document.QuerySelector("nav a[href='/texts']"));

        Assert.Equal(HttpStatusCode.Redirect, (await Save(nation)).Status);

        foreach (var browser in new[] { nation.Panel, volunteer }) Assert.NotNull((await browser.Get("/people")).Document.QuerySelector("nav a[href='/texts']"));
        Assert.Null((await (await nation.As(Role.Finance)).Get("/people")).Document.QuerySelector("nav a[href='/texts']"));
        Assert.NotNull(await nation.Services.GetRequiredService<TextGateways>().Current(Ct));
    }

    [Theory]
    [InlineData("Form_Address", "http://gateway.example/cgi-bin/sendsms")]
    [InlineData("Form_Address", "https://gateway.example/sendsms?token=1")]
    [InlineData("Form_Address", "https://ada:secret@gateway.example/sendsms")]
    [InlineData("Form_Address", "ftp://gateway.example")]
    [InlineData("Form_Address", "")]
    [InlineData("Form_UserName", "")]
    [InlineData("Form_Password", "")]
    [InlineData("Form_Sender", "Valmorin")]
    [InlineData("Form_Sender", "")]
    [InlineData("Form_Gateway", "Sandbox")]
    [InlineData("Form_Gateway", "7")]
    public async Task What_cannot_work_is_said(string field, string value)
    {
        await using var nation = await app.NewNation();

        var page = await Save(nation, (field, value));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.NotNull(page.Document.QuerySelector(".error, .error-summary"));
        Assert.Equal(TextGatewayKind.None, (await nation.Services.GetRequiredService<NationSettings>().Get<TextSettings>(Ct)).Gateway);
    }

    [Fact]
    public async Task A_password_is_never_shown_and_not_sent_to_another_gateway()
    {
        await using var nation = await app.NewNation();
        await Save(nation);
        var page = await nation.Panel.Get(Path);
        Assert.DoesNotContain("hunter", page.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Save(nation, ("Form_Password", ""), ("Form_Sender", "38000"))).Status);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Save(nation, ("Form_Password", ""), ("Form_Address", "https://elsewhere.example/sendsms"))).Status);

        var kept = await nation.Services.GetRequiredService<NationSettings>().Get<TextSettings>(Ct);
        Assert.Equal(("38000", "https://gateway.example/cgi-bin/sendsms"), (kept.Sender, kept.Address));
        Assert.DoesNotContain("hunter", kept.SealedPassword, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Form_AccountSid", "ada")]
    [InlineData("Form_AccountSid", "")]
    [InlineData("Form_Token", "")]
    [InlineData("Form_ServiceSid", "AC00000000000000000000000000000001")]
    [InlineData("Form_Sender", "Valmorin")]
    [InlineData("Form_Sender", "")]
    [InlineData("Form_TwilioAddress", "http://api.twilio.example")]
    [InlineData("Form_TwilioAddress", "https://api.twilio.com/?x=1")]
    [InlineData("Form_TwilioAddress", "api.twilio.com")]
    public async Task What_cannot_work_at_Twilio_is_said(string field, string value)
    {
        await using var nation = await app.NewNation();

        var page = await SaveTwilio(nation, (field, value));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.NotNull(page.Document.QuerySelector(".error, .error-summary"));
        Assert.Equal(TextGatewayKind.None, (await nation.Services.GetRequiredService<NationSettings>().Get<TextSettings>(Ct)).Gateway);
    }

    [Fact]
    public async Task A_token_is_never_shown_and_is_for_one_account_at_one_address()
    {
        await using var nation = await app.NewNation();
        Assert.Equal(HttpStatusCode.Redirect, (await SaveTwilio(nation)).Status);
        Assert.NotNull(await nation.Services.GetRequiredService<TextGateways>().Current(Ct));
        var page = await nation.Panel.Get(Path);
        Assert.DoesNotContain("hunter", page.Html, StringComparison.Ordinal);
        page.Shows("/gateways/twilio/");
        // A messaging service needs no number.
        Assert.Equal(HttpStatusCode.Redirect, (await SaveTwilio(nation, ("Form_Token", ""), ("Form_Sender", ""), ("Form_ServiceSid", "MG00000000000000000000000000000001"))).Status);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SaveTwilio(nation, ("Form_Token", ""), ("Form_TwilioAddress", "https://elsewhere.example"))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SaveTwilio(nation, ("Form_Token", ""), ("Form_AccountSid", "AC00000000000000000000000000000009"))).Status);

        var kept = await nation.Services.GetRequiredService<NationSettings>().Get<TextSettings>(Ct);
        Assert.Equal((null, null), (kept.TwilioAddress, kept.Sender));
        Assert.DoesNotContain("hunter", kept.SealedToken, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_way_has_an_address_of_its_own_and_what_an_old_gateway_tells_is_still_heard()
    {
        await using var nation = await app.NewNation();
        await Save(nation);
        var kannel = await TextingApp.Secret(nation);
        await SaveTwilio(nation);
        Assert.NotEqual(kannel, await TextingApp.Secret(nation));
        Assert.Equal(HttpStatusCode.OK, (await TextingApp.Come(nation, kannel, "from=%2B33639981234&text=STOP")).Status);

        await nation.Panel.PostFrom(Path, Path + "/address", new { });

        Assert.Equal(HttpStatusCode.Unauthorized, (await TextingApp.Come(nation, kannel, "from=%2B33639981234&text=STOP")).Status);
    }

    [Fact]
    public async Task A_new_address_shuts_the_old_one()
    {
        await using var nation = await app.NewNation();
        await Save(nation);
        var before = await TextingApp.Secret(nation);
        (await nation.Panel.Get(Path)).Shows(before);

        await nation.Panel.PostFrom(Path, Path + "/address", new { });

        Assert.Equal(HttpStatusCode.Unauthorized, (await TextingApp.Come(nation, before, "from=%2B33639981234&text=Bonjour")).Status);
        Assert.Equal(HttpStatusCode.OK, (await TextingApp.Come(nation, await TextingApp.Secret(nation), "from=%2B33639981234&text=Bonjour")).Status);
    }

    private static Task<Page> Save(TestNation nation, params (string Field, string Value)[] with)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Form.Gateway"] = "Http", ["Form.Address"] = "https://gateway.example/cgi-bin/sendsms", ["Form.UserName"] = "ada", ["Form.Password"] = "hunter2", ["Form.Sender"] = "06 39 98 00 01",
        };
        foreach (var (field, value) in with) fields[field.Replace('_', '.')] = value;
        return nation.Panel.PostFrom(Path, Path, fields);
    }

    private static Task<Page> SaveTwilio(TestNation nation, params (string Field, string Value)[] with) =>
        Save(nation, [("Form_Gateway", "Twilio"), ("Form_AccountSid", "AC00000000000000000000000000000001"), ("Form_Token", "hunter2"), .. with]);
}
