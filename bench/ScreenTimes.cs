using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Preau.Bench;

/// <summary>How long screens of the panel take, each asked for again and again by one visitor.</summary>
internal sealed partial class ScreenTimes(PanelVisitor visitor, BenchOptions options, Action<Measure> report)
{
    private const int Warm = 5;
    private const int Rounds = 40;

    /// <summary>The 95th percentile, beside the bar.</summary>
    public async Task Time(string what, string path, double bar, CancellationToken ct)
    {
        options.Say(what);
        var times = new List<double>(Rounds);
        for (var round = -Warm; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            await visitor.Get(path, ct);
            if (round >= 0) times.Add(watch.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        report(new Measure(what, times[Rounds * 95 / 100 - 1], "ms", bar));
    }

    /// <summary>Where a list leads to when somebody has turned some pages on.</summary>
    public async Task<string> Later(string path, int pages, CancellationToken ct)
    {
        for (var page = 0; page < pages; page++)
        {
            var next = Next().Match(WebUtility.HtmlDecode(await visitor.Get(path, ct))).Groups["path"].Value;
            path = next.Length > 0 ? next : throw new BenchRefused($"{path} has no further page.");
        }

        return path;
    }

    [GeneratedRegex("href=\"(?<path>[^\"]*after=[^\"]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Next();
}
