using System.Net;
using System.Text.RegularExpressions;

namespace Preau.Bench;

/// <summary>Whoever opens the campaign of an empty installation, and then looks at its panel. Keeps cookies by hand: those of the panel are for HTTPS alone.</summary>
internal sealed partial class PanelVisitor(int port) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(1) };
    private readonly Dictionary<string, string> cookies = new(StringComparer.Ordinal);

    /// <summary>Waits until the program listens.</summary>
    public async Task Arrive(ProgramProcess program, CancellationToken ct)
    {
        while (true)
        {
            if (!program.IsRunning) throw new BenchRefused("The program ended before it answered.");
            try
            {
                using var answer = await http.GetAsync("/first-run", ct);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, ct);
            }
        }
    }

    /// <summary>As soon as the program listens.</summary>
    public async Task OpenCampaign(ProgramProcess program, string slug, CancellationToken ct)
    {
        await Arrive(program, ct);
        var page = await Get("/first-run", ct);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Form.Campaign"] = "Bench", ["Form.Slug"] = slug, ["Form.Language"] = "en", ["Form.Name"] = "Bench", ["Form.Email"] = "bench@example.org", ["Form.Password"] = Guid.NewGuid().ToString("n"),
            ["__RequestVerificationToken"] = Token().Match(page).Groups["token"].Value,
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/first-run") { Content = form };
        request.Headers.Add("Origin", http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        using var answer = await Send(request, ct);
        if (answer.StatusCode != HttpStatusCode.Redirect) throw new BenchRefused($"The campaign was not opened: {(int)answer.StatusCode}.");
    }

    /// <exception cref="BenchRefused">The screen is not there.</exception>
    public async Task<string> Get(string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var answer = await Send(request, ct);
        if (answer.StatusCode != HttpStatusCode.OK) throw new BenchRefused($"{path} answered {(int)answer.StatusCode}.");
        return await answer.Content.ReadAsStringAsync(ct);
    }

    /// <summary>Presses a button of a screen that asks for nothing else.</summary>
    /// <exception cref="BenchRefused">It did not lead on.</exception>
    public async Task Press(string screen, string path, CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["__RequestVerificationToken"] = Token().Match(await Get(screen, ct)).Groups["token"].Value });
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        request.Headers.Add("Origin", http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        using var answer = await Send(request, ct);
        if (answer.StatusCode != HttpStatusCode.Redirect) throw new BenchRefused($"{path} answered {(int)answer.StatusCode}.");
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken ct)
    {
        if (cookies.Count > 0) request.Headers.Add("Cookie", string.Join("; ", cookies.Select(c => $"{c.Key}={c.Value}")));
        var answer = await http.SendAsync(request, ct);
        if (!answer.Headers.TryGetValues("Set-Cookie", out var set)) return answer;
        foreach (var cookie in set.Select(s => s.Split(';')[0].Split('=', 2)).Where(c => c.Length == 2)) cookies[cookie[0]] = cookie[1];
        return answer;
    }

    public void Dispose() => http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<token>[^\"]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}
