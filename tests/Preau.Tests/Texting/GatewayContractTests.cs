using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.Texting;
using Preau.Texting.Sandbox;

namespace Preau.Tests.Texting;

/// <summary>Whichever way texts leave: what holds of one gateway holds of every other.</summary>
public sealed class GatewayContractTests(TextingApp app) : IClassFixture<TextingApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(TextGatewayKind.Sandbox)]
    [InlineData(TextGatewayKind.Twilio)]
    public async Task A_text_arrives_as_it_was_written_and_so_does_the_answer(TextGatewayKind kind)
    {
        await using var nation = await app.NewCampaign(kind);
        var (person, number) = await app.Reader(nation);
        var conversation = await TextingApp.Write(nation, person.Id, "Réunion à 19 h, ça vous va ? 🌻 50 % & +1");
        await app.Deliver(nation);

        Assert.StartsWith("Réunion à 19 h, ça vous va ? 🌻 50 % & +1\n", Assert.Single(app.Phones.Of(number)).Text, StringComparison.Ordinal);
        var text = await nation.Db.TextMessages.SingleAsync(Ct);
        Assert.Equal(TextState.Delivered, text.State);
        Assert.NotNull(text.GatewayId);

        Assert.True(app.Phones.Write(number, "Été comme hiver 🌻\nœuvrons & « ça » + 1"));
        await app.Phones.TellDue(Ct);

        Assert.Equal("Été comme hiver 🌻\nœuvrons & « ça » + 1", (await nation.Db.TextMessages.SingleAsync(t => t.IsIncoming, Ct)).Text);
        Assert.Equal(conversation, (await nation.Db.Conversations.SingleAsync(Ct)).Id);
        Assert.Equal(TextGateways.SandboxSender, (await nation.Db.Conversations.SingleAsync(Ct)).OurNumber);
    }

    public static TheoryData<TextGatewayKind, PhoneMischief, TextState, int> Mischief()
    {
        var data = new TheoryData<TextGatewayKind, PhoneMischief, TextState, int>();
        foreach (var kind in new[] { TextGatewayKind.Sandbox, TextGatewayKind.Twilio })
        {
            data.Add(kind, PhoneMischief.Refuse, TextState.Refused, 0);
            data.Add(kind, PhoneMischief.Busy, TextState.Waiting, 0);
            data.Add(kind, PhoneMischief.Garble, TextState.Delivered, 1);
            data.Add(kind, PhoneMischief.ReportTwice, TextState.Delivered, 1);
            data.Add(kind, PhoneMischief.ReportLate, TextState.HandedOver, 1);
            data.Add(kind, PhoneMischief.ReportNever, TextState.HandedOver, 1);
            data.Add(kind, PhoneMischief.Undelivered, TextState.Refused, 1);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Mischief))]
    public async Task Whatever_a_gateway_does_it_is_told_and_rings_once_at_most(TextGatewayKind kind, PhoneMischief mischief, TextState state, int rings)
    {
        await using var nation = await app.NewCampaign(kind);
        var (person, number) = await app.Reader(nation);
        await TextingApp.Write(nation, person.Id, "Bonjour");
        app.Phones.Switch = mischief;
        try
        {
            await app.Deliver(nation);
            await nation.RunJobs();
        }
        finally
        {
            app.Phones.Switch = PhoneMischief.None;
        }

        var text = await nation.Db.TextMessages.SingleAsync(Ct);
        Assert.Equal((state, rings), (text.State, app.Phones.Of(number).Count));
        Assert.DoesNotContain(number.TrimStart('+'), text.Answer ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TextGatewayKind.Sandbox)]
    [InlineData(TextGatewayKind.Twilio)]
    public async Task A_report_that_comes_before_the_answer_stands(TextGatewayKind kind)
    {
        await using var nation = await app.NewCampaign(kind);
        var (person, number) = await app.Reader(nation);
        await TextingApp.Write(nation, person.Id, "Bonjour");
        app.OnTaken = () =>
        {
            app.Clock.Advance(TimeSpan.FromSeconds(2));
            app.Phones.TellDue(Ct).GetAwaiter().GetResult();
        };
        try
        {
            await nation.RunJobs();
        }
        finally
        {
            app.OnTaken = null;
        }

        Assert.Equal(TextState.Delivered, await nation.Db.TextMessages.Select(t => t.State).SingleAsync(Ct));
        Assert.Single(app.Phones.Of(number));
    }

    [Theory]
    [InlineData(TextGatewayKind.Sandbox)]
    [InlineData(TextGatewayKind.Twilio)]
    public async Task An_answer_that_got_lost_is_settled_by_the_report_and_never_asked_for_again(TextGatewayKind kind)
    {
        await using var nation = await app.NewCampaign(kind);
        var (person, number) = await app.Reader(nation);
        await TextingApp.Write(nation, person.Id, "Bonjour");
        app.AnswersGetLost = true;
        try
        {
            await nation.RunJobs();
            Assert.Equal(TextState.Unknown, await nation.Db.TextMessages.Select(t => t.State).SingleAsync(Ct));
            app.Clock.Advance(TimeSpan.FromHours(2));
            await nation.RunJobs();
        }
        finally
        {
            app.AnswersGetLost = false;
        }

        Assert.Single(app.Phones.Of(number));
        await app.Phones.TellDue(Ct);
        Assert.Equal(TextState.Delivered, await nation.Db.TextMessages.Select(t => t.State).SingleAsync(Ct));
    }

    [Theory]
    [InlineData(TextGatewayKind.Sandbox, "STOP")]
    [InlineData(TextGatewayKind.Sandbox, "Arrêt")]
    [InlineData(TextGatewayKind.Twilio, "STOP")]
    [InlineData(TextGatewayKind.Twilio, "Arrêt")]
    public async Task A_STOP_shuts_the_number_and_is_confirmed_once(TextGatewayKind kind, string word)
    {
        await using var nation = await app.NewCampaign(kind);
        var (person, number) = await app.Reader(nation);
        await TextingApp.Write(nation, person.Id, "Bonjour");
        await app.Deliver(nation);

        app.Phones.Write(number, word);
        await app.Phones.TellDue(Ct);
        await app.Deliver(nation);

        // The first text, theirs, and one confirmation: of the gateway where it answers by itself, else ours.
        Assert.Equal([true, false, true], app.Phones.Of(number).Select(t => t.IsFromCampaign));
        Assert.False(await nation.Db.ConsentStates.Where(s => s.PersonId == person.Id && s.Purpose == Purpose.Sms).Select(s => s.IsGiven).SingleAsync(Ct));
        (await nation.Panel.Get($"/people/{person.Id}/texts")).Shows("This number answered STOP");
    }

    [Theory]
    [InlineData(TextGatewayKind.Sandbox)]
    [InlineData(TextGatewayKind.Twilio)]
    public async Task A_text_to_many_leaves_once_to_each_and_its_reports_are_counted(TextGatewayKind kind)
    {
        await using var nation = await app.NewCampaign(kind);
        await nation.ReadyToPublish();
        var (_, first) = await app.Reader(nation);
        var (_, second) = await app.Reader(nation);
        var blast = await nation.Seeds.TextBlast();

        await nation.SendNow(blast);
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        await app.Phones.TellDue(Ct);

        Assert.Single(app.Phones.Of(first));
        Assert.Single(app.Phones.Of(second));
        var total = await nation.Total(blast);
        Assert.Equal((2, 2, 0, 0), (total.Sent, total.Delivered, total.Refused, total.Unknown));
        Assert.All(await nation.Db.TextMessages.ToListAsync(Ct), t => Assert.Equal(TextState.Delivered, t.State));
    }

    [Theory]
    [InlineData(TextGatewayKind.Http, "HTTP/1.1 202 Accepted\r\nContent-Length: 30\r\n\r\n", typeof(SmsOutcome.Accepted))]
    [InlineData(TextGatewayKind.Http, "HTTP/1.1 503 Later\r\nContent-Length: 30\r\n\r\n", typeof(SmsOutcome.Refused))]
    [InlineData(TextGatewayKind.Http, "HTTP/1.1 202 Acc", typeof(SmsOutcome.Unknown))]
    [InlineData(TextGatewayKind.Http, "", typeof(SmsOutcome.Unknown))]
    [InlineData(TextGatewayKind.Twilio, "HTTP/1.1 201 Created\r\nContent-Length: 30\r\n\r\n{\"sid\":", typeof(SmsOutcome.Accepted))]
    [InlineData(TextGatewayKind.Twilio, "HTTP/1.1 503 Later\r\nContent-Length: 30\r\n\r\n", typeof(SmsOutcome.Refused))]
    [InlineData(TextGatewayKind.Twilio, "HTTP/1.1 201 Cre", typeof(SmsOutcome.Unknown))]
    [InlineData(TextGatewayKind.Twilio, "", typeof(SmsOutcome.Unknown))]
    public async Task A_gateway_that_stops_in_the_middle_of_its_answer_is_not_waited_for_for_ever(TextGatewayKind kind, string beginning, Type outcome)
    {
        using var gateway = new TcpListener(IPAddress.Loopback, 0);
        gateway.Start();
        var serving = Task.Run(async () =>
        {
            using var one = await gateway.AcceptTcpClientAsync(Ct);
            var buffer = new byte[4096];
            Assert.NotEqual(0, await one.GetStream().ReadAsync(buffer, Ct));
            await one.GetStream().WriteAsync(Encoding.ASCII.GetBytes(beginning), Ct);
            await Task.Delay(Timeout.Infinite, Ct);
        }, Ct);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(1) };

        // Nobody gives up in between: what became of it is waited for.
        var sent = await Gateway(kind, http, gateway).Send(new OutgoingSms("1", "+33639981000", "Bonjour"), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30), Ct);

        Assert.IsType(outcome, sent);
        Assert.False(serving.IsCompleted);
    }

    [Theory]
    [InlineData(TextGatewayKind.Http)]
    [InlineData(TextGatewayKind.Twilio)]
    public async Task A_gateway_that_hangs_up_after_it_took_a_text_is_not_asked_again(TextGatewayKind kind)
    {
        using var gateway = new TcpListener(IPAddress.Loopback, 0);
        gateway.Start();
        var requests = 0;
        var serving = Task.Run(async () =>
        {
            while (true)
            {
                using var one = await gateway.AcceptTcpClientAsync(Ct);
                var buffer = new byte[4096];
                if (await one.GetStream().ReadAsync(buffer, Ct) > 0) Interlocked.Increment(ref requests);
                one.Client.Shutdown(SocketShutdown.Both);
            }
        }, Ct);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

        Assert.IsType<SmsOutcome.Unknown>(await Gateway(kind, http, gateway).Send(new OutgoingSms("1", "+33639981000", "Bonjour"), Ct));

        Assert.Equal(1, requests);
        gateway.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => serving);
    }

    [Theory]
    [InlineData(TextGatewayKind.Http)]
    [InlineData(TextGatewayKind.Twilio)]
    public async Task A_gateway_that_is_not_there_got_nothing(TextGatewayKind kind)
    {
        using var gateway = new TcpListener(IPAddress.Loopback, 0);
        gateway.Start();
        var nowhere = Gateway(kind, new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }), gateway);
        gateway.Stop();

        var refused = Assert.IsType<SmsOutcome.Refused>(await nowhere.Send(new OutgoingSms("1", "+33639981000", "Bonjour"), Ct));
        Assert.Equal((false, true), (refused.IsForGood, refused.IsAway));
    }

    private static ISmsGateway Gateway(TextGatewayKind kind, HttpClient http, TcpListener there)
    {
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)there.LocalEndpoint).Port}/");
        var senders = new TextSenders("+33600000000", []);
        return kind == TextGatewayKind.Twilio
            ? new TwilioGateway(http, address, new TwilioAccount(TextingApp.NewAccount(), "token", null, senders), "http://127.0.0.1/reports")
            : new KannelGateway(http, new Uri(address, "sendsms"), new KannelAccount("user", "secret", senders), "http://127.0.0.1/reports", null);
    }
}
