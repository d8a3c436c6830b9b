using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Duplicates;
using Preau.Nations;
using Preau.Tests.Electors;

namespace Preau.Bench;

/// <summary>
/// A campaign's first week: the roll, a list that is matched by name and birthday, one that is matched by mail alone and so doubles people, the search for duplicates, all sure ones merged,
/// everything taken back. Each number is compared with what the files hold. A test does the same with two thousand electors.
/// </summary>
public sealed class RollBench : IBench
{
    private const int DefaultPeople = 1_000_000;
    private static readonly string[] List = ["--nation", "bench", "--basis", "consent", "--from", "bench", "--known-only"];

    public string Name => "roll";
    public string About => "a roll of N electors (default 1,000,000), lists of 30 % as many people of whom 30 % are on it, duplicates merged, all undone, with the numbers right to the row";

    public async Task Run(BenchOptions options, Action<Measure> report, CancellationToken ct)
    {
        var electors = options.People ?? DefaultPeople;
        var (matching, doubling) = (electors / 5, electors / 10);
        var (matched, doubled) = (matching * 3 / 10, doubling * 3 / 10);
        await using var store = await BenchStore.Make(options, "roll", ct, hasNation: false);
        var port = SmtpSink.FreePort();
        var settings = store.Serving(port);
        using var visitor = new PanelVisitor(port);
        await using (var opening = ProgramProcess.Start("serve", settings))
        {
            await visitor.OpenCampaign(opening, "bench", ct);
        }

        long memory = 0;
        var roll = await Import("the roll", CampaignFiles.Roll(electors), electors, 0, ["--nation", "bench", "--basis", "electoral-roll", "--from", "Bench town hall", "--roll-undertaken-by", "Bench", "--roll-date", "2026-09-30", "--roll-complete"]);
        var first = await Import("a list, by name and birthday", CampaignFiles.List(0, matching, matched), matching - matched, matched, [.. List, "--match", "id,email,name_birth"]);
        var second = await Import("a list, by mail", CampaignFiles.List(matching, doubling, doubled), doubling, 0, [.. List, "--match", "id,email"]);

        options.Say("comparing everybody");
        var watch = Stopwatch.StartNew();
        var compared = await VerbRun.Run(store.Environment, ct, "rebuild", FollowPeople.ReaderName);
        report(new Measure("duplicate search", watch.Elapsed.TotalSeconds, "s"));
        memory = Math.Max(memory, compared.PeakMemory);

        await using var services = store.Services();
        await using var scope = services.GetRequiredService<IServiceScopeFactory>().Enter((await services.GetRequiredService<NationDirectory>().All(ct)).Single());
        var db = scope.ServiceProvider.GetRequiredService<Database>();
        Holds("sure pairs", doubled, await db.Duplicates.LongCountAsync(d => d.IsSure && d.State == PairState.Open, ct));

        options.Say("merging all sure pairs");
        await using (var program = ProgramProcess.Start("serve", settings))
        {
            await visitor.Arrive(program, ct);
            watch.Restart();
            await visitor.Press("/panel/duplicates", "/panel/duplicates/sure", ct);
            while (await db.SureMerges.AsNoTracking().AnyAsync(m => m.State == SureMergeState.Running, ct)) await Task.Delay(200, ct);
            report(new Measure($"{doubled:N0} sure pairs merged", doubled / watch.Elapsed.TotalSeconds, "pairs/s"));
        }

        Holds("people after the merges", electors + matching - matched + doubling - doubled, await db.People.LongCountAsync(ct));
        Holds("registrations", electors, await db.Registrations.LongCountAsync(ct));
        await Undo("the second list", second, doubling - doubled, doubled);
        await Undo("the first list", first, matching, 0);
        Holds("people when both lists are undone", electors, await db.People.LongCountAsync(ct));
        Holds("of them known by the roll alone", electors - doubled, await db.People.LongCountAsync(p => p.IsRollOnly, ct));
        Holds("registrations when both lists are undone", electors, await db.Registrations.LongCountAsync(ct));
        await Undo("the roll", roll, electors - doubled, doubled);
        Holds("people at the end: those who were merged stay", doubled, await db.People.LongCountAsync(ct));
        Holds("registrations at the end", 0, await db.Registrations.LongCountAsync(ct));
        Holds("stations at the end", 0, await db.PollingStations.LongCountAsync(ct));
        report(new Measure("peak memory of the program", memory / 1048576.0, "MB"));

        async Task<long> Import(string what, IEnumerable<string> lines, long created, long changed, string[] arguments)
        {
            options.Say($"{what}: importing");
            var file = Path.Combine(options.Scratch, "file.csv");
            await File.WriteAllLinesAsync(file, lines, new UTF8Encoding(false), ct);
            var run = await VerbRun.Run(store.Environment, ct, ["import", file, .. arguments]);
            Holds($"{what}, new", created, run.Answer.GetProperty("created").GetInt64());
            Holds($"{what}, changed", changed, run.Answer.GetProperty("changed").GetInt64());
            Holds($"{what}, refused", 0, run.Answer.GetProperty("refused").GetInt64());
            memory = Math.Max(memory, run.PeakMemory);
            report(new Measure($"{what}: {created:N0} new, {changed:N0} matched", (created + changed) / run.Seconds, "people/s"));
            return run.Answer.GetProperty("import").GetInt64();
        }

        async Task Undo(string what, long import, long people, long kept)
        {
            options.Say($"undoing {what}");
            var undo = await VerbRun.Run(store.Environment, ct, "undo", import.ToString(CultureInfo.InvariantCulture), "--nation", "bench");
            Holds($"{what}, kept", kept, undo.Answer.GetProperty("kept").GetInt64());
            memory = Math.Max(memory, undo.PeakMemory);
            report(new Measure($"undo of {what}", people / undo.Seconds, "people/s"));
        }
    }

    private static void Holds(string what, long expected, long found)
    {
        if (found != expected) throw new BenchRefused($"{what}: {found:N0} instead of {expected:N0}.");
    }
}
