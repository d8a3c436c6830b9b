using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Law;
using Preau.Mail;
using Preau.Nations;
using Preau.People;
using Preau.Texting;

namespace Preau.Tests.Texting;

/// <summary>What is Twilio's own: its answers, its signature, and that it hears STOP by itself.</summary>
public sealed class TwilioTests(TextingApp app) : IClassFixture<TextingApp>
{
    private const string Number = "+33639981234";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(201, """{"sid":"SM00000000000000000000000000000001","status":"queued","error_code":null,"num_segments":"1"}""", "accepted:SM00000000000000000000000000000001")]
    [InlineData(201, """{"sid":"SM0000""", "accepted:")]
    [InlineData(201, """{"sid":"<script>","status":"accepted"}""", "accepted:")]
    [InlineData(201, """{"sid":"SM00000000000000000000000000000001","status":"failed","error_code":30003}""", "refused")]
    [InlineData(200, "<html>Welcome to this network</html>", "unknown")]
    [InlineData(302, "", "away")]
    [InlineData(400, """{"code":21211,"message":"The 'To' number is not a valid phone number.","more_info":"https://www.twilio.com/docs/errors/21211","status":400}""", "refused")]
    [InlineData(400, """{"code":21614,"message":"'To' number is not a valid mobile number","status":400}""", "refused")]
    [InlineData(400, """{"code":21408,"message":"Permission to send an SMS has not been enabled for the region","status":400}""", "refused")]
    [InlineData(400, """{"code":21610,"message":"Attempt to send to unsubscribed recipient","status":400}""", "stopped")]
    [InlineData(400, """{"code":21659,"message":"'From' is not a Twilio phone number or Short Code country mismatch","status":400}""", "refused")]
    [InlineData(400, """{"code":21603,"message":"A 'From' phone number is required","status":400}""", "away")]
    [InlineData(400, "[]", "refused")]
    [InlineData(400, """{"code":"21610"}""", "refused")]
    [InlineData(401, """{"code":20003,"message":"Authenticate","status":401}""", "away")]
    [InlineData(404, """{"code":20404,"message":"The requested resource was not found","status":404}""", "away")]
    [InlineData(429, """{"code":20429,"message":"Too Many Requests","status":429}""", "away")]
    [InlineData(500, """{"code":20500,"message":"Internal Server Error","status":500}""", "unknown")]
    [InlineData(503, "", "later")]
    [InlineData(504, "", "unknown")]
    public void What_it_answers_is_understood(int status, string body, string means) => Assert.Equal(means, TwilioGateway.Read((HttpStatusCode)status, Encoding.UTF8.GetBytes(body)) switch
    {
        SmsOutcome.Accepted accepted => "accepted:" + accepted.GatewayId,
        SmsOutcome.Refused refused => refused.HasStopped ? "stopped" : refused.IsForGood ? "refused" : refused.IsAway ? "away" : "later",
        _ => "unknown",
    });

    [Fact]
    public void What_we_sent_stands_in_no_answer()
    {
        var refused = Assert.IsType<SmsOutcome.Refused>(TwilioGateway.Read(HttpStatusCode.BadRequest, """{"code":21211,"message":"The 'To' number +33639981234 is not a valid phone number."}"""u8.ToArray(), Number, Number[1..]));
        Assert.Equal("400 21211 The 'To' number … is not a valid phone number.", refused.Answer);
    }

    [Fact]
    public void Its_published_example_is_signed_as_published()
    {
        KeyValuePair<string, string>[] fields = [new("To", "+18005551212"), new("CallSid", "CA1234567890ABCDE"), new("Digits", "1234"), new("From", "+12349013030"), new("Caller", "+12349013030")];
        Assert.Equal("0/KCTR6DLpKmkAf8muzZqo1nDgQ=", TwilioSignature.Of("https://mycompany.com/myapp.php?foo=1&bar=2", fields, "12345"));
        Assert.True(TwilioSignature.Is("0/KCTR6DLpKmkAf8muzZqo1nDgQ=", [new Uri("https://mycompany.com/myapp.php?foo=1&bar=2")], fields, "12345"));
        Assert.False(TwilioSignature.Is("0/KCTR6DLpKmkAf8muzZqo1nDgQ=", [new Uri("https://mycompany.com/myapp.php?foo=1&bar=3")], fields, "12345"));
        Assert.False(TwilioSignature.Is("", [new Uri("https://mycompany.com/myapp.php?foo=1&bar=2")], fields, "12345"));
    }

    [Fact]
    public async Task What_is_not_signed_by_the_account_is_turned_away_whatever_address_it_knows()
    {
        await using var nation = await app.NewCampaign(TextGatewayKind.Twilio);
        await using var other = await app.NewCampaign(TextGatewayKind.Twilio);
        await using var kannel = await app.NewCampaign();
        var (given, theirs) = (await TextingApp.Incoming(nation), await TextingApp.Incoming(other));
        var form = Incoming("STOP");
        string Signed(string address, string token = TextingApp.Token) => TwilioSignature.Of(address, form, token);
        foreach (var signature in new[] { "", "nonsense", Signed(given, "another"), Signed(theirs), Signed(given + "?x=1") }) Assert.Equal(HttpStatusCode.Forbidden, (await Post(nation, given, form, signature)).Status);
        // A sentence that was put in on the way.
        Assert.Equal(HttpStatusCode.Forbidden, (await Post(nation, given, [.. form, new("OptOutType", "STOP")], Signed(given))).Status);
        // The secret of another nation, or of none; and the unsigned way, with the secret of this one.
        Assert.Equal(HttpStatusCode.Unauthorized, (await Post(nation, theirs, form, Signed(theirs))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Post(kannel, given, form, Signed(given))).Status);
        var secret = await TextingApp.Secret(nation);
        Assert.Equal(HttpStatusCode.Unauthorized, (await TextingApp.Come(nation, secret, $"from={Uri.EscapeDataString(Number)}&text=STOP")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nation.Site.Get($"/gateways/texts/{secret}/reports?text=1&status=1")).Status);
        Assert.False(await nation.Db.TextMessages.AnyAsync(Ct) || await other.Db.TextMessages.AnyAsync(Ct) || await kannel.Db.TextMessages.AnyAsync(Ct));

        Assert.Equal(HttpStatusCode.OK, (await Post(nation, given, form, Signed(given))).Status);
        Assert.True(await nation.Db.TextMessages.AnyAsync(t => t.IsIncoming, Ct));
    }

    [Fact]
    public async Task The_address_that_it_was_given_is_what_it_signs_whatever_a_proxy_makes_of_it()
    {
        await using var nation = await app.NewCampaign(TextGatewayKind.Twilio);
        var before = await TextingApp.Incoming(nation);
        // Told under https and another port than it was given.
        Assert.Equal("https", nation.Site.Http.BaseAddress!.Scheme);
        Assert.StartsWith("http://", before, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Post(nation, before, Incoming("Un"), null)).Status);
        // It signs with and without the port that goes by itself.
        var form = Incoming("Deux");
        Assert.Equal(HttpStatusCode.OK, (await Post(nation, before, form, TwilioSignature.Of(new UriBuilder(before) { Port = -1 }.Uri.AbsoluteUri, form, TextingApp.Token))).Status);

        // A name of its own since: what was pasted before is still called, and is still ours.
        var name = $"{nation.Facts.Slug}.example";
        await nation.Do((_, db) =>
        {
            db.Add(new HostName { Name = name, Surface = Surface.Site, SeenAt = app.Clock.GetUtcNow() });
            return Task.CompletedTask;
        });
        app.Services.GetRequiredService<NationDirectory>().Forget();
        Assert.Contains(name, await TextingApp.Incoming(nation), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Post(nation, before, Incoming("Trois"), null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Post(nation, await TextingApp.Incoming(nation), Incoming("Quatre"), null)).Status);

        Assert.Equal(["Deux", "Quatre", "Trois", "Un"], (await nation.Db.TextMessages.Where(t => t.IsIncoming).Select(t => t.Text).ToListAsync(Ct)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Told_twice_it_came_once_and_the_answer_says_nothing()
    {
        await using var nation = await app.NewCampaign(TextGatewayKind.Twilio);
        var (given, form) = (await TextingApp.Incoming(nation), Incoming("Bonjour"));
        for (var times = 0; times < 3; times++)
        {
            var page = await Post(nation, given, form, null);
            Assert.Equal((HttpStatusCode.OK, "text/xml"), (page.Status, page.Response.Content.Headers.ContentType?.MediaType));
            Assert.EndsWith("<Response/>", page.Html, StringComparison.Ordinal);
        }

        Assert.Equal(1, await nation.Db.TextMessages.CountAsync(Ct));
        Assert.Equal(HttpStatusCode.BadRequest, (await Post(nation, given, [new("Body", "Bonjour")], null)).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await Post(nation, given, [new("From", Number), new("Body", new string('a', 70_000))], null)).Status);
    }

    [Fact]
    public async Task One_text_to_a_number_that_told_it_STOP_shuts_the_number_here()
    {
        await using var nation = await app.NewCampaign(TextGatewayKind.Twilio);
        var (person, number) = await app.Reader(nation);
        await TextingApp.Write(nation, person.Id, "Bonjour");
        await app.Deliver(nation);
        // It was heard there, and the call to us got lost.
        app.Phones.Write(number, "STOP");
        Assert.True(app.Phones.HasStopped((await Kept(nation)).AccountSid!, number));
        await TextingApp.Write(nation, person.Id, "Encore");

        await nation.RunJobs();

        Assert.Equal((TextState.Refused, TextWords.Stopped), await nation.Db.TextMessages.OrderByDescending(t => t.Id).Where(t => !t.IsIncoming).Select(t => new ValueTuple<TextState, string?>(t.State, t.Reason)).FirstAsync(Ct));
        Assert.True(await nation.Services.GetRequiredService<Suppressions>().Contains(SuppressedChannel.Text, number, Ct));
        Assert.False(await nation.Db.ConsentStates.Where(s => s.PersonId == person.Id && s.Purpose == Purpose.Sms).Select(s => s.IsGiven).SingleAsync(Ct));
    }

    [Fact]
    public async Task A_text_to_many_to_a_number_that_told_it_STOP_shuts_the_number_here()
    {
        await using var nation = await app.NewCampaign(TextGatewayKind.Twilio);
        await nation.ReadyToPublish();
        var (person, number) = await app.Reader(nation);
        var (_, other) = await app.Reader(nation);
        var account = (await Kept(nation)).AccountSid!;
        app.Phones.Write(number, "STOP", account);
        // The call to us got lost.

        var blast = await nation.Seeds.TextBlast();
        await nation.SendNow(blast);

        Assert.DoesNotContain(app.Phones.Of(number), t => t.Text.StartsWith("Bonjour", StringComparison.Ordinal));
        Assert.Single(app.Phones.Of(other));
        Assert.Equal([(number, DeliveryState.Refused), (other, DeliveryState.Sent)], (await nation.Deliveries(blast)).Select(d => (d.Address, d.State)).OrderBy(d => d.Address, StringComparer.Ordinal));
        Assert.True(await nation.Services.GetRequiredService<Suppressions>().Contains(SuppressedChannel.Text, number, Ct));
        Assert.False(await nation.Db.ConsentStates.Where(s => s.PersonId == person.Id && s.Purpose == Purpose.Sms).Select(s => s.IsGiven).SingleAsync(Ct));
        Assert.Contains(await nation.Db.AuditEntries.Where(e => e.ConcernsId == person.Id).Select(e => e.Action).ToListAsync(Ct), a => a.StartsWith("consent", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("keyword:1", false)]
    [InlineData("page:1", true)]
    public async Task A_yes_by_a_keyword_outlives_what_the_gateway_heard_before_it(string source, bool isShut)
    {
        await using var nation = await app.NewCampaign(TextGatewayKind.Twilio);
        var (person, number) = await app.Reader(nation);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await nation.Do((services, _) => services.GetRequiredService<ConsentLedger>().Give(person.Id, Purpose.Sms, "fr", "Oui aux SMS", source, Ct));

        await nation.Do((services, _) => services.GetRequiredService<StopNumber>().Told(number, Ct));

        Assert.Equal(isShut, await nation.Services.GetRequiredService<Suppressions>().Contains(SuppressedChannel.Text, number, Ct));
    }

    [Fact]
    public async Task A_report_that_says_so_later_shuts_the_number_too()
    {
        await using var nation = await app.NewCampaign(TextGatewayKind.Twilio);
        var (person, number) = await app.Reader(nation);
        await TextingApp.Write(nation, person.Id, "Bonjour");
        await nation.RunJobs();
        var id = await nation.Db.TextMessages.Select(t => t.Id).SingleAsync(Ct);
        var reports = (await TextingApp.Incoming(nation)).Replace("/incoming", $"/reports?text={id}", StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await Post(nation, reports, [new("MessageSid", "SM1"), new("MessageStatus", "failed"), new("To", number), new("ErrorCode", "21610")], null)).Status);

        Assert.Equal(TextState.Refused, await nation.Db.TextMessages.Select(t => t.State).SingleAsync(Ct));
        Assert.True(await nation.Services.GetRequiredService<Suppressions>().Contains(SuppressedChannel.Text, number, Ct));
        // Sent again by somebody who saw it, it shuts nobody who came back since.
        await nation.Db.Suppressions.ExecuteDeleteAsync(Ct);
        Assert.Equal(HttpStatusCode.OK, (await Post(nation, reports, [new("MessageSid", "SM1"), new("MessageStatus", "failed"), new("To", number), new("ErrorCode", "21610")], null)).Status);
        Assert.False(await nation.Services.GetRequiredService<Suppressions>().Contains(SuppressedChannel.Text, number, Ct));
        // What it did not say in words that count, moves nothing.
        Assert.Equal(HttpStatusCode.OK, (await Post(nation, reports, [new("MessageStatus", "receiving")], null)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Post(nation, reports.Split('?')[0], [new("MessageStatus", "sent")], null)).Status);
    }

    [Fact]
    public async Task A_report_that_says_so_before_it_is_written_down_that_the_text_left_shuts_the_number_too()
    {
        await using var nation = await app.NewCampaign(TextGatewayKind.Twilio);
        await nation.ReadyToPublish();
        var (person, number) = await app.Reader(nation);
        var blast = await nation.Seeds.TextBlast();
        await nation.SendNow(blast);
        await nation.Db.MailDeliveries.Where(d => d.BlastId == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Leased), Ct);
        await nation.Db.TextMessages.ExecuteDeleteAsync(Ct);
        var reports = (await TextingApp.Incoming(nation)).Replace("/incoming", $"/reports?text={TextHandover.ReferenceOf(blast.Id, person.Id)}", StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await Post(nation, reports, [new("MessageSid", "SM1"), new("MessageStatus", "undelivered"), new("To", "+33639989999"), new("ErrorCode", "21610")], null)).Status);
        Assert.False(await nation.Services.GetRequiredService<Suppressions>().Contains(SuppressedChannel.Text, "+33639989999", Ct));
        Assert.Equal(HttpStatusCode.OK, (await Post(nation, reports, [new("MessageSid", "SM1"), new("MessageStatus", "undelivered"), new("To", number), new("ErrorCode", "21610")], null)).Status);

        Assert.True(await nation.Services.GetRequiredService<Suppressions>().Contains(SuppressedChannel.Text, number, Ct));
    }

    [Theory]
    [InlineData("STOP", "STOP", true)]
    [InlineData("BASTA", "STOP", true)]
    [InlineData("START", "START", false)]
    [InlineData("HELP", "HELP", false)]
    public async Task What_it_answered_by_itself_is_heard_and_not_answered_again(string word, string type, bool isStop)
    {
        await using var nation = await app.NewCampaign(TextGatewayKind.Twilio);
        var (person, number) = await app.Reader(nation);

        await Post(nation, await TextingApp.Incoming(nation), [.. Incoming(word, number), new("OptOutType", type)], null);
        await app.Deliver(nation);

        Assert.Empty(app.Phones.Of(number));
        Assert.Equal(0, await nation.Db.TextMessages.CountAsync(t => !t.IsIncoming, Ct));
        Assert.Equal(isStop, await nation.Services.GetRequiredService<Suppressions>().Contains(SuppressedChannel.Text, number, Ct));
        Assert.Equal(!isStop, await nation.Db.ConsentStates.Where(s => s.PersonId == person.Id && s.Purpose == Purpose.Sms).Select(s => s.IsGiven).SingleAsync(Ct));
        Assert.Equal(!isStop, await nation.Db.Conversations.Select(c => c.IsUnread).SingleAsync(Ct));
    }

    [Fact]
    public async Task A_messaging_service_chooses_the_number_and_says_that_it_answered_a_STOP()
    {
        await using var nation = await app.NewNation();
        await app.ChooseTwilio(nation, TextingApp.NewAccount(), sender: null, service: "MG" + new string('a', 32));
        var (person, number) = await app.Reader(nation);
        await TextingApp.Write(nation, person.Id, "Bonjour");
        await app.Deliver(nation);
        Assert.Single(app.Phones.Of(number));

        app.Phones.Write(number, "stop");
        await app.Phones.TellDue(Ct);
        await app.Deliver(nation);

        Assert.Equal([true, false, true], app.Phones.Of(number).Select(t => t.IsFromCampaign));
        Assert.False(await nation.Db.TextMessages.AnyAsync(t => t.IsConfirmation, Ct));
        Assert.True(await nation.Services.GetRequiredService<Suppressions>().Contains(SuppressedChannel.Text, number, Ct));
    }

    [Theory]
    [InlineData("To=%2B33639981234&From=%2B33639980000&Body=x", 201, 0)]
    [InlineData("To=%2B33639981234&From=38000&Body=x", 201, 0)]
    [InlineData("To=%2B33639981234&MessagingServiceSid=MG00000000000000000000000000000000&Body=x", 201, 0)]
    [InlineData("From=%2B33639980000&Body=x", 400, 21604)]
    [InlineData("To=0639981234&From=%2B33639980000&Body=x", 400, 21211)]
    [InlineData("To=%2B33639981234&Body=x", 400, 21603)]
    [InlineData("To=%2B33639981234&From=06+39&Body=x", 400, 21212)]
    [InlineData("To=%2B33639981234&MessagingServiceSid=MG1&Body=x", 400, 21701)]
    [InlineData("To=%2B33639981234&From=%2B33639980000", 400, 21602)]
    [InlineData("To=%2B33639981234&From=%2B33639980000&Body=x&StatusCallback=reports", 400, 21609)]
    public async Task The_sandbox_asks_what_the_published_interface_asks(string form, int status, int code)
    {
        var account = TextingApp.NewAccount();
        var answer = await Ask(account, $"{account}:{TextingApp.Token}", form);

        Assert.Equal(status, (int)answer.StatusCode);
        using var json = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct));
        if (status == 201) Assert.Matches("^SM[0-9a-f]{32}$", json.RootElement.GetProperty("sid").GetString());
        else Assert.Equal((code, status), (json.RootElement.GetProperty("code").GetInt32(), json.RootElement.GetProperty("status").GetInt32()));
    }

    [Theory]
    [InlineData("AC00000000000000000000000000000001", "AC00000000000000000000000000000002:t", HttpStatusCode.Unauthorized)]
    [InlineData("AC00000000000000000000000000000001", "AC00000000000000000000000000000001:", HttpStatusCode.Unauthorized)]
    [InlineData("AC00000000000000000000000000000001", "", HttpStatusCode.Unauthorized)]
    [InlineData("AC1", "AC1:t", HttpStatusCode.NotFound)]
    public async Task The_sandbox_takes_nothing_for_an_account_that_is_not_one_s_own(string account, string credentials, HttpStatusCode status) =>
        Assert.Equal(status, (await Ask(account, credentials, "To=%2B33639981234&From=%2B33639980000&Body=x")).StatusCode);

    private async Task<HttpResponseMessage> Ask(string account, string credentials, string form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://localhost/2010-04-01/Accounts/{account}/Messages.json") { Content = new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded") };
        if (credentials.Length > 0) request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(credentials)));
        return await app.PhonePages.SendAsync(request, Ct);
    }

    private static async Task<TextSettings> Kept(TestNation nation) => await nation.Services.GetRequiredService<NationSettings>().Get<TextSettings>(Ct);

    private static List<KeyValuePair<string, string>> Incoming(string body, string from = Number) =>
        [new("AccountSid", "AC1"), new("MessageSid", "SM" + body), new("From", from), new("To", TextGateways.SandboxSender), new("Body", body), new("NumMedia", "0"), new("FromCity", "")];

    /// <param name="signature">Null for a true one.</param>
    private static Task<Page> Post(TestNation nation, string address, IReadOnlyCollection<KeyValuePair<string, string>> form, string? signature)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address).PathAndQuery) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        request.Headers.Add(TwilioSignature.Header, signature ?? TwilioSignature.Of(address, form, TextingApp.Token));
        return nation.Site.Send(request);
    }
}
