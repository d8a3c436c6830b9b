using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Feed;

namespace Preau.Bench;

/// <summary>The panel of a campaign with a million people, by HTTP as its staff opens it, one screen after the other.</summary>
public sealed partial class ScreensBench : IBench
{
    private const int DefaultPeople = 1_000_000;
    private const double ScreenBar = 150;
    private const double SearchBar = 100;

    // What is typed: names in either order, with and without accents, with slips, nobody's; beginnings of a mail address and of a number.
    private static readonly (string What, string Typed)[] Searches =
    [
        ("last and first name", "martin zoe"), ("first name and the beginning of the last", "zoe mart"), ("accents", "lefèvre"), ("one letter", "d"),
        ("the beginning of a mail address", "person.4711@"), ("the beginning of a number", "0639"), ("two letters the wrong way round", "matrin"),
        ("a slip in each word", "matrin zeo"), ("nobody", "xyzzyx quux"),
    ];

    public string Name => "screens";
    public string About => "screens of the panel with people (default 1,000,000), the 95th percentile of 40 times, by HTTP, one after the other; limit: the bars of 150 ms, and of 100 ms for searches";

    public async Task Run(BenchOptions options, Action<Measure> report, CancellationToken ct)
    {
        var people = options.People ?? DefaultPeople;
        await using var store = await BenchStore.Make(options, "screens", ct, hasNation: false);
        var port = SmtpSink.FreePort();
        await using var program = ProgramProcess.Start("serve", store.Serving(port));
        using var visitor = new PanelVisitor(port);
        await visitor.OpenCampaign(program, "bench", ct);
        var screens = new ScreenTimes(visitor, options, report);
        options.Say($"importing {people:N0} people");
        var file = Path.Combine(options.Scratch, "people.csv");
        await BenchFile.Write(file, 0, people, "Nurse", ct);
        await VerbRun.Run(store.Environment, ct, ["import", file, .. BenchFile.Arguments]);
        report(new Measure("until roll-ups, segments, households and duplicates had taken the import in", await CaughtUp(store, TimeProvider.System.GetUtcNow(), ct), "s"));

        await screens.Time("a screen without people", "/panel/account", ScreenBar, ct);
        await screens.Time("home", "/panel/", ScreenBar, ct);
        await screens.Time("people, newest first", "/panel/people", ScreenBar, ct);
        await screens.Time("people, by name", "/panel/people?sort=name", ScreenBar, ct);
        await screens.Time("people, by name, the fifth page", await screens.Later("/panel/people?sort=name", 4, ct), ScreenBar, ct);
        var tagged = Tagged().Match(WebUtility.HtmlDecode(await visitor.Get("/panel/people", ct))).Groups["id"].Value;
        if (tagged.Length > 0) await screens.Time("people with a tag", "/panel/people?tag=" + tagged, ScreenBar, ct);
        await screens.Time("people who agreed to news, by name", "/panel/people?consent=news&sort=name", ScreenBar, ct);
        await screens.Time("a person", "/panel" + Person().Match(await visitor.Get("/panel/people", ct)).Groups["path"].Value, ScreenBar, ct);
        foreach (var (what, typed) in Searches) await screens.Time("search: " + what, "/panel/people?view=all&q=" + Uri.EscapeDataString(typed), SearchBar, ct);
        report(new Measure("peak memory of the program", program.PeakMemory / 1048576.0, "MB"));
    }

    private static async Task<double> CaughtUp(BenchStore store, DateTimeOffset imported, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        await using var services = store.Services();
        await using var scope = services.CreateAsyncScope();
        var readers = scope.ServiceProvider.GetRequiredService<Database>().Set<ChangeReader>().AsNoTracking();
        do await Task.Delay(TimeSpan.FromSeconds(1), ct);
        while (!await readers.AllAsync(r => r.CaughtUpAt > imported, ct));
        return watch.Elapsed.TotalSeconds;
    }

    [GeneratedRegex("/panel(?<path>/people/[0-9]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Person();

    [GeneratedRegex("<option value=\"(?<id>[0-9]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Tagged();
}
