using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Preau.Kills;

namespace Preau.Bench;

/// <summary>Readers who follow the links of their mails, each their own, by wrk, against Kestrel that answers every request with one fixed redirect; and how long it takes until all of them are written.</summary>
public sealed partial class ClicksBench : IBench
{
    private const int DefaultPeople = 100_000;
    private const int Seconds = 8;
    private const int Connections = 4;
    private const string Browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    public string Name => "clicks";
    public string About => "the links of a mail to people (default 100,000), each followed by its reader, by wrk; limit: Kestrel with a fixed redirect (bar: 10,000 redirects/s), and how fast they are written";

    public async Task Run(BenchOptions options, Action<Measure> report, CancellationToken ct)
    {
        var people = options.People ?? DefaultPeople;
        await using var sink = await SmtpSink.Start(ct);
        await using var store = await BenchStore.Make(options, "clicks", ct);
        await using var campaign = await SendingCampaign.Mail(store.Environment, people, sink.Port, isSigned: false, ct);
        var port = SmtpSink.FreePort();
        await using var program = ProgramProcess.Start("serve", new Dictionary<string, string>(store.Serving(port), StringComparer.Ordinal)
        {
            ["PREAU_PORT"] = port.ToString(CultureInfo.InvariantCulture), ["PREAU_MAIL_CONNECTIONS"] = Connections.ToString(CultureInfo.InvariantCulture),
        });
        options.Say($"{people:N0} people get a mail");
        await campaign.Sent(Patience, ct);
        var clicks = await campaign.Clicks(ct);
        var peerPort = SmtpSink.FreePort();
        await using var peer = await Peer(peerPort, ct);
        var script = await Script(options, clicks, ct);
        // The first round warms both up, and its clicks are counted like the others.
        foreach (var agent in new[] { "curl/8", "curl/8", Browser })
        {
            var limit = await Wrk(peerPort, clicks[0], script, agent, ct);
            var (rate, watch) = (await Wrk(port, clicks[0], script, agent, ct), Stopwatch.StartNew());
            options.Say($"{agent}: {rate:N0}/s");
            if (agent != Browser) continue;
            report(new Measure("links followed, each counted", rate, "redirects/s", limit));
            await Written(campaign, ct);
            report(new Measure("until the last is written", watch.Elapsed.TotalSeconds, "s"));
            report(new Measure("readers who followed one", (await campaign.Total(ct))!.Clicked, "people"));
        }

        report(new Measure("peak memory", program.PeakMemory / 1048576.0, "MB"));
    }

    /// <summary>Nothing more is counted for longer than a click is held.</summary>
    private static async Task Written(SendingCampaign campaign, CancellationToken ct)
    {
        for (long before = -1; (await campaign.Total(ct))!.Clicked is var now && now != before; before = now) await Task.Delay(TimeSpan.FromSeconds(4), ct);
    }

    /// <summary>Every request is another reader's, or another link's, in an order that no store likes.</summary>
    private static async Task<string> Script(BenchOptions options, IReadOnlyList<Uri> clicks, CancellationToken ct)
    {
        var (paths, script) = (Path.Combine(options.Scratch, "paths"), Path.Combine(options.Scratch, "clicks.lua"));
        var order = clicks.Select(c => c.AbsolutePath).ToArray();
        new Random(1).Shuffle(order);
        await File.WriteAllLinesAsync(paths, order, ct);
        await File.WriteAllTextAsync(script, $$"""
            local paths = {}
            local n = 0
            for line in io.lines("{{paths}}") do paths[#paths + 1] = line end
            request = function()
              n = n % #paths + 1
              return wrk.format("GET", paths[n])
            end
            """, ct);
        return script;
    }

    private static async Task<WebApplication> Peer(int port, CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.Run(context =>
        {
            context.Response.Redirect("https://ada.example/events/market");
            return Task.CompletedTask;
        });
        await app.StartAsync(ct);
        return app;
    }

    private static async Task<double> Wrk(int port, Uri link, string script, string agent, CancellationToken ct)
    {
        var start = new ProcessStartInfo("wrk", ["-t1", "-c32", $"-d{Seconds}s", "-s", script, "-H", $"Host: {link.Host}:{port}", "-H", $"User-Agent: {agent}", $"http://127.0.0.1:{port}/"]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var wrk = Process.Start(start) ?? throw new BenchRefused("wrk did not start.");
        var output = await wrk.StandardOutput.ReadToEndAsync(ct);
        await wrk.WaitForExitAsync(ct);
        var told = RequestsASecond().Match(output);
        if (output.Contains("Non-2xx", StringComparison.Ordinal) || !told.Success) throw new BenchRefused("wrk was not led on:\n" + output);
        return double.Parse(told.Groups["number"].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Requests/sec:\s+(?<number>[0-9.]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RequestsASecond();
}
