using Preau.Texting;

namespace Preau.Browser;

public sealed class SandboxTests
{
    [Fact]
    public async Task The_sandbox_is_a_process_of_its_own_that_takes_cards()
    {
        var ct = TestContext.Current.CancellationToken;
        var port = Installation.FreePort();
        await using var sandbox = new Installation();
        await sandbox.Start($"sandbox --port {port}", "Sandbox ready", TimeSpan.FromSeconds(30));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        using var order = new HttpRequestMessage(HttpMethod.Post, "/cards/v1/sessions")
        {
            Content = new StringContent("""
                {"reference":"r","amountCents":2500,"currency":"EUR","description":"Gift","language":"en","successUrl":"http://127.0.0.1:1/thanks",
                 "cancelUrl":"http://127.0.0.1:1/left","webhookUrl":"http://127.0.0.1:1/events","expiresAt":"2100-01-01T00:00:00Z"}
                """, System.Text.Encoding.UTF8, "application/json"),
        };
        order.Headers.Add("Authorization", "Bearer a_key_of_some_length");
        order.Headers.Add("Idempotency-Key", "k");
        var opened = await http.SendAsync(order, ct);

        Assert.True(opened.IsSuccessStatusCode, await opened.Content.ReadAsStringAsync(ct));
        var overview = await http.GetStringAsync("/cards", ct);
        Assert.Contains("Gift", overview, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_phones_keep_what_they_were_sent_whatever_their_gateway_does_wrong()
    {
        var ct = TestContext.Current.CancellationToken;
        var port = Installation.FreePort();
        await using var sandbox = new Installation();
        await sandbox.Start($"sandbox --port {port}", "Sandbox ready", TimeSpan.FromSeconds(30));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(2) };
        var gateway = new KannelGateway(http, new Uri(http.BaseAddress, "phone/cgi-bin/sendsms"), new("ada", "secret", new TextSenders("+33639980000", [])), "http://127.0.0.1:1/reports", incoming: null);
        Task<SmsOutcome> Send(string to, string id = "1") => gateway.Send(new OutgoingSms(id, to, "Bonjour & à 5 € 🌻"), ct);

        Assert.StartsWith("sandbox-", Assert.IsType<SmsOutcome.Accepted>(await Send("+33639981200")).GatewayId, StringComparison.Ordinal);
        Assert.True(Assert.IsType<SmsOutcome.Refused>(await Send("+33639981991")).IsForGood);
        Assert.False(Assert.IsType<SmsOutcome.Refused>(await Send("+33639981992")).IsForGood);
        Assert.IsType<SmsOutcome.Unknown>(await Send("+33639981993"));
        Assert.IsType<SmsOutcome.Unknown>(await Send("+33639981994", "4"));
        await Send("+33639981994", "4");
        Assert.Contains("double", await http.GetStringAsync("/phone/%2B33639981994", ct), StringComparison.Ordinal);
        var phone = await http.GetStringAsync("/phone/%2B33639981200", ct);
        Assert.Contains("Bonjour & à 5 € 🌻", System.Net.WebUtility.HtmlDecode(phone), StringComparison.Ordinal);
        Assert.DoesNotContain("Bonjour", await http.GetStringAsync("/phone/%2B33639981991", ct), StringComparison.Ordinal);
        var nobody = new KannelGateway(http, new Uri($"http://127.0.0.1:{Installation.FreePort()}/sendsms"), new("ada", "secret", new TextSenders("+33639980000", [])), "http://127.0.0.1:1/reports", incoming: null);
        Assert.False(Assert.IsType<SmsOutcome.Refused>(await nobody.Send(new OutgoingSms("1", "+33639981200", "Bonjour"), ct)).IsForGood);
    }

    [Fact]
    public async Task A_wrong_port_is_said_and_nothing_starts()
    {
        await using var sandbox = new Installation();

        var (code, _, says) = await sandbox.Run("sandbox --port many");

        Assert.Equal(2, code);
        Assert.Contains("«Preau sandbox --help» says what there is.", says, StringComparison.Ordinal);
    }
}
