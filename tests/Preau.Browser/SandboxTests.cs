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
    public async Task A_wrong_port_is_said_and_nothing_starts()
    {
        await using var sandbox = new Installation();

        var (code, _, says) = await sandbox.Run("sandbox --port many");

        Assert.Equal(2, code);
        Assert.Contains("«Preau sandbox --help» says what there is.", says, StringComparison.Ordinal);
    }
}
