using System.Globalization;
using Preau.Tests.Commands;
using Preau.Tests.Mail;

namespace Preau.Tests.Operating;

/// <summary>The program as it is served: what it writes down of those who ask.</summary>
public sealed class LogTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_log_holds_neither_names_that_were_searched_for_nor_tokens_of_links()
    {
        await using var nation = await app.NewNation();
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Catcher.FreePort()}");
        using var process = Shell.Start(app.StoreOptions, new Dictionary<string, string> { ["PREAU_URLS"] = address }, "serve");
        var said = process.StandardOutput.ReadToEndAsync(Ct);
        var complained = process.StandardError.ReadToEndAsync(Ct);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        await Answered(http, address);

        using (await http.GetAsync($"{address}/people?q=Marie-Searched", Ct)) { }
        using (await http.GetAsync($"{address}/password/a-token-of-a-link", Ct)) { }

        process.Kill();
        await process.WaitForExitAsync(Ct);
        var log = await said + await complained;
        Assert.Contains("Now listening on", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Marie-Searched", log, StringComparison.Ordinal);
        Assert.DoesNotContain("a-token-of-a-link", log, StringComparison.Ordinal);
    }

    private static async Task Answered(HttpClient http, string address)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var answer = await http.GetAsync($"{address}/robots.txt", Ct);
                return;
            }
            catch (HttpRequestException) when (tries < 240)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), Ct);
            }
        }
    }
}
