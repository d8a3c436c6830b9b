using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Preau.Bench;

/// <summary>How many visitors the home page of the demo can stand, by wrk, against Kestrel that answers every request with the same bytes and headers.</summary>
public sealed partial class HomeBench : IBench
{
    private const int Rounds = 3;
    private const int Seconds = 8;
    private static readonly string[] Copied = ["Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options", "Vary", "ETag", "Cache-Control"];

    public string Name => "home";
    public string About => "the home page for visitors who are not signed in, by wrk; limit: Kestrel with the same bytes from memory (bar: ratio 0.5)";

    public async Task Run(BenchOptions options, Action<Measure> report, CancellationToken ct)
    {
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "wrk"))))
            throw new BenchRefused("wrk makes the load, and is not here: apt-get install wrk.");
        var port = FreePort();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PREAU_DATA"] = Path.Combine(options.Scratch, "data"), ["PREAU_STORE"] = options.Store == Dialect.Postgres ? "postgres" : "sqlite", ["PREAU_PORT"] = port.ToString(CultureInfo.InvariantCulture), ["Logging__LogLevel__Default"] = "Warning",
        };
        if (options.Store == Dialect.Postgres) environment["PREAU_POSTGRES"] = BenchOptions.Postgres;
        options.Say("Filling the demo…");
        await using var program = ProgramProcess.Start("demo", environment);
        foreach (var (name, encoding) in new[] { ("home page, brotli", "br"), ("home page, gzip", "gzip"), ("home page, not compressed", "identity") })
        {
            var (bytes, headers) = await Home(port, encoding, program, ct);
            var peerPort = FreePort();
            await using var peer = await Peer(peerPort, bytes, headers, ct);
            var (ours, theirs) = (new List<double>(), new List<double>());
            for (var round = 0; round <= Rounds; round++)
            {
                options.Say($"{name}: round {round} of {Rounds}");
                var (a, b) = (await Wrk(peerPort, encoding, ct), await Wrk(port, encoding, ct));
                // The first round warms both up.
                if (round == 0) continue;
                theirs.Add(a);
                ours.Add(b);
            }

            report(new Measure($"{name} ({bytes.Length} bytes)", Median(ours), "requests/s", Median(theirs)));
            await peer.StopAsync(ct);
        }

        report(new Measure("peak memory", program.PeakMemory / 1048576.0, "MB"));
    }

    private static async Task<(byte[] Bytes, Dictionary<string, string> Headers)> Home(int port, string encoding, ProgramProcess program, CancellationToken ct)
    {
        using var http = new HttpClient(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.None }) { Timeout = TimeSpan.FromSeconds(60) };
        for (var tries = 0; ; tries++)
        {
            if (!program.IsRunning) throw new BenchRefused("The program ended before it answered.");
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/");
                request.Headers.Host = $"demo.localhost:{port}";
                request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
                using var answer = await http.SendAsync(request, ct);
                if (!answer.IsSuccessStatusCode) throw new BenchRefused($"The home page answers {(int)answer.StatusCode}.");
                var headers = Copied.Where(h => answer.Headers.Contains(h)).ToDictionary(h => h, h => string.Join(", ", answer.Headers.GetValues(h)), StringComparer.Ordinal);
                if (answer.Content.Headers.ContentEncoding.Count > 0) headers["Content-Encoding"] = answer.Content.Headers.ContentEncoding.Single();
                return (await answer.Content.ReadAsByteArrayAsync(ct), headers);
            }
            catch (HttpRequestException) when (tries < 600)
            {
                await Task.Delay(100, ct);
            }
        }
    }

    /// <summary>What the machine can do: Kestrel alone, the bytes in memory, nothing looked up.</summary>
    private static async Task<WebApplication> Peer(int port, byte[] bytes, Dictionary<string, string> headers, CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.Run(context =>
        {
            foreach (var (name, value) in headers) context.Response.Headers[name] = value;
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.ContentLength = bytes.Length;
            return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
        });
        await app.StartAsync(ct);
        return app;
    }

    private static async Task<double> Wrk(int port, string encoding, CancellationToken ct)
    {
        var start = new ProcessStartInfo("wrk", ["-t1", "-c32", $"-d{Seconds}s", "-H", $"Host: demo.localhost:{port}", "-H", $"Accept-Encoding: {encoding}", $"http://127.0.0.1:{port}/"]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var wrk = Process.Start(start) ?? throw new BenchRefused("wrk did not start.");
        var output = await wrk.StandardOutput.ReadToEndAsync(ct);
        await wrk.WaitForExitAsync(ct);
        var told = RequestsASecond().Match(output);
        if (output.Contains("Non-2xx", StringComparison.Ordinal) || !told.Success) throw new BenchRefused("wrk did not get the page:\n" + output);
        return double.Parse(told.Groups["number"].Value, CultureInfo.InvariantCulture);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"Requests/sec:\s+(?<number>[0-9.]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RequestsASecond();
}
