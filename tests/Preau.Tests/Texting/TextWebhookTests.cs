using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Preau.Texting;

namespace Preau.Tests.Texting;

public sealed class TextWebhookTests(TextingApp app) : IClassFixture<TextingApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_does_not_know_the_secret_of_this_nation_is_turned_away()
    {
        await using var nation = await app.NewCampaign();
        await using var other = await app.NewCampaign();
        await using var without = await app.NewNation();
        var (own, theirs) = (await TextingApp.Secret(nation), await TextingApp.Secret(other));
        foreach (var secret in new[] { "wrong", theirs, own.ToUpperInvariant(), own[..^1] })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await TextingApp.Come(nation, secret, "from=%2B33639981234&text=STOP")).Status);
            Assert.Equal(HttpStatusCode.Unauthorized, (await nation.Site.Get($"/gateways/texts/{secret}/reports?text=1&status=1")).Status);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await TextingApp.Come(without, own, "from=%2B33639981234&text=STOP")).Status);
        Assert.False(await nation.Db.Conversations.AnyAsync(Ct));
    }

    [Fact]
    public async Task One_nation_learns_nothing_of_what_another_is_told()
    {
        await using var nation = await app.NewCampaign();
        await using var other = await app.NewCampaign();
        var (mine, number) = await app.Reader(nation);
        await TextingApp.Write(nation, mine.Id, "Bonjour");
        await nation.RunJobs();
        var id = await nation.Db.TextMessages.Select(t => t.Id).SingleAsync(Ct);

        await other.Site.Get($"/gateways/texts/{await TextingApp.Secret(other)}/reports?text={id}&status=2");
        await TextingApp.Come(other, await TextingApp.Secret(other), $"from={Uri.EscapeDataString(number)}&text=STOP");

        Assert.Equal(TextState.HandedOver, (await nation.Db.TextMessages.SingleAsync(Ct)).State);
        Assert.False(await nation.Db.ConsentStates.AnyAsync(s => !s.IsGiven, Ct));
    }

    [Fact]
    public async Task A_text_that_is_told_again_under_its_number_came_once()
    {
        await using var nation = await app.NewCampaign();
        var secret = await TextingApp.Secret(nation);
        for (var times = 0; times < 3; times++) Assert.Equal("", (await TextingApp.Come(nation, secret, "from=%2B33639981234&text=Bonjour&id=mo-1")).Html);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TextingApp.Come(nation, secret, "from=%2B33639981235&text=Bonjour&id=mo-2")));

        Assert.Equal(2, await nation.Db.TextMessages.CountAsync(Ct));
        Assert.Equal(2, await nation.Db.Conversations.CountAsync(Ct));
    }

    [Fact]
    public async Task A_STOP_that_comes_while_a_text_to_many_begins_the_conversation_is_heard()
    {
        await using var nation = await app.NewCampaign();
        var secret = await TextingApp.Secret(nation);
        var db = nation.Db;
        Task<Page> coming;
        await using (var transaction = await db.Database.BeginTransactionAsync(Ct))
        {
            db.Add(new Conversation { NumberKey = "+33639981236", LastAt = Conversation.Never });
            await db.SaveChangesAsync(Ct);
            coming = Task.Run(() => TextingApp.Come(nation, secret, "from=%2B33639981236&text=STOP"), Ct);
            await Task.Delay(500, Ct);
            await transaction.CommitAsync(Ct);
        }

        Assert.Equal(HttpStatusCode.OK, (await coming).Status);
        Assert.Equal(1, await nation.Db.Conversations.CountAsync(Ct));
        Assert.Equal(1, await nation.Db.TextMessages.CountAsync(t => t.IsIncoming, Ct));
        Assert.Equal(1, await nation.Db.TextMessages.CountAsync(t => t.IsConfirmation, Ct));
    }

    [Theory]
    [InlineData("text=%C3%A9t%C3%A9", "été")]
    [InlineData("text=%E9t%E9&charset=ISO-8859-1", "été")]
    [InlineData("text=J%92arr%EAte+%9C&charset=WINDOWS-1252", "J’arrête œ")]
    [InlineData("text=%00%E9%00t%D8%3C%DF%3B&charset=UTF-16BE", "ét🌻")]
    [InlineData("text=a+b%0D%0Ac", "a b\nc")]
    [InlineData("text=%E9t%E9", "\uFFFDt\uFFFD")]
    [InlineData("text=a%00b%07c", "abc")]
    [InlineData("text=50%25+de+%zz", "50% de %zz")]
    [InlineData("text=%D8%3C&charset=UCS-2", "\uFFFD")]
    [InlineData("text=ok&charset=klingon", "ok")]
    [InlineData("text=%00A%00R%00R%00%CA%00T", "ARRÊT")]
    [InlineData("charset=GSM&text=%00%C9%00t%00%E9%00+%01S", "Été œ")]
    [InlineData("", "")]
    public async Task Texts_are_read_in_whatever_they_are_written(string query, string text)
    {
        await using var nation = await app.NewCampaign();
        var page = await TextingApp.Come(nation, await TextingApp.Secret(nation), "from=%2B33639981234&" + query);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(text, (await nation.Db.TextMessages.SingleAsync(t => t.IsIncoming, Ct)).Text);
    }

    [Fact]
    public async Task A_STOP_with_its_accent_is_heard_as_Kannel_passes_it_on()
    {
        await using var nation = await app.NewCampaign();
        var given = await TextingApp.Incoming(nation);
        // A telephone writes «Ê» in UCS-2, which Kannel passes on as it came, and says so in %C.
        var told = given.Replace("%p", "%2B33639981237", StringComparison.Ordinal).Replace("%P", "38000", StringComparison.Ordinal).Replace("%I", "mo-9", StringComparison.Ordinal)
            .Replace("%C", "UTF-16BE", StringComparison.Ordinal).Replace("%b", "%00A%00R%00R%00%CA%00T", StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await nation.Site.Get(new Uri(told).PathAndQuery)).Status);

        Assert.Equal("ARRÊT", (await nation.Db.TextMessages.SingleAsync(t => t.IsIncoming, Ct)).Text);
        Assert.Equal(1, await nation.Db.TextMessages.CountAsync(t => t.IsConfirmation, Ct));
    }

    [Theory]
    [InlineData("%2B33639981234", "+33639981234")]
    [InlineData("+33639981234", "+33639981234")]
    [InlineData("33639981234", "+33639981234")]
    [InlineData("0033639981234", "+33639981234")]
    [InlineData("0639981234", "+33639981234")]
    [InlineData("36111", "36111")]
    [InlineData("Ma%20Banque", "MA BANQUE")]
    public async Task A_number_is_known_however_a_gateway_writes_it(string from, string key)
    {
        await using var nation = await app.NewCampaign();
        await TextingApp.Come(nation, await TextingApp.Secret(nation), $"from={from}&text=STOP");

        Assert.Equal(key, (await nation.Db.Conversations.SingleAsync(Ct)).NumberKey);
        // What is no number gets no confirmation.
        Assert.Equal(key.StartsWith('+') ? 1 : 0, await nation.Db.TextMessages.CountAsync(t => t.IsConfirmation, Ct));
        Assert.Equal(HttpStatusCode.OK, (await nation.Panel.Get($"/texts/{await nation.Db.Conversations.Select(c => c.Id).SingleAsync(Ct)}")).Status);
    }

    [Fact]
    public async Task A_form_is_read_like_a_query_and_too_much_of_it_is_refused()
    {
        await using var nation = await app.NewCampaign();
        var path = $"/gateways/texts/{await TextingApp.Secret(nation)}/incoming";
        Assert.Equal(HttpStatusCode.OK, (await Post(nation, path, "from=%2B33639981234&text=Bonjour")).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await Post(nation, path, "from=%2B33639981234&text=" + new string('a', 70_000))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Post(nation, path, "text=Bonjour")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Post(nation, path, "from=%2B33639981234&text=" + new string('b', 20_000))).Status);

        Assert.Equal([7, 5000], (await nation.Db.TextMessages.Select(t => t.Text.Length).ToListAsync(Ct)).Order());
    }

    [Theory]
    [InlineData("text=x&status=1")]
    [InlineData("text=1&status=")]
    [InlineData("text=999999999999999999999&status=1")]
    [InlineData("status=1")]
    public async Task A_report_that_says_nothing_is_refused(string query)
    {
        await using var nation = await app.NewCampaign();
        Assert.Equal(HttpStatusCode.BadRequest, (await nation.Site.Get($"/gateways/texts/{await TextingApp.Secret(nation)}/reports?{query}")).Status);
    }

    private static Task<Page> Post(TestNation nation, string path, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.ASCII, "application/x-www-form-urlencoded") };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        return nation.Site.Send(request);
    }
}
