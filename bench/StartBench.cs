using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Preau.Bench;

/// <summary>How long an operator looks at nothing: from starting the process on an existing store to its first page.</summary>
public sealed class StartBench : IBench
{
    private const int Rounds = 5;

    public string Name => "start";
    public string About => "start to first page on an existing SQLite store; limit: the bar of 2 s";

    public async Task Run(BenchOptions options, Action<Measure> report, CancellationToken ct)
    {
        var port = FreePort();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PREAU_DATA"] = Path.Combine(options.Scratch, "data"), ["PREAU_URLS"] = $"http://127.0.0.1:{port}", ["PREAU_STORE"] = "sqlite" };
        var times = new List<double>();
        long memory = 0;
        // The first start makes the store, so it is not counted.
        for (var round = 0; round <= Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            await using var program = ProgramProcess.Start("serve", environment);
            await FirstPage(port, program, ct);
            if (round > 0) times.Add(watch.Elapsed.TotalSeconds);
            memory = Math.Max(memory, program.PeakMemory);
        }

        times.Sort();
        report(new Measure("median of 5 starts", times[Rounds / 2], "s", 2));
        report(new Measure("slowest of 5 starts", times[^1], "s", 2));
        report(new Measure("peak memory after the first page", memory / 1048576.0, "MB"));
    }

    private static async Task FirstPage(int port, ProgramProcess program, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(30) };
        while (true)
        {
            if (!program.IsRunning) throw new BenchRefused("The program ended before it answered.");
            try
            {
                using var answer = await http.GetAsync("/", ct);
                if (answer.StatusCode < HttpStatusCode.InternalServerError) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet: that is what is being timed.
            }

            await Task.Delay(10, ct);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
