using System.Globalization;

namespace Preau.Bench;

/// <summary>A file brought in by the product's own command, with normalising, matching, consent and provenance, and taken back, against the bare insert of the rows that it left behind.</summary>
public sealed class ImportBench : IBench
{
    private const int DefaultPeople = 1_000_000;
    private const int Share = 5;

    public string Name => "import";
    public string About => "a CSV of people (default 1,000,000) by the command line, and its undo; limit: bare prepared insert / COPY of the same rows into the same tables and indexes (bar: ratio 0.5; floors 20,000 first load, 7,000 new, 4,000 matched people/s)";

    public async Task Run(BenchOptions options, Action<Measure> report, CancellationToken ct)
    {
        var people = options.People ?? DefaultPeople;
        var some = Math.Max(people / Share, 1);
        await using var product = await BenchStore.Make(options, "product", ct);
        await using var bare = await BenchStore.Make(options, "bare", ct);
        var file = Path.Combine(options.Scratch, "people.csv");
        long memory = 0;

        async Task<VerbRun> Import(string what, int first, int count, string occupation)
        {
            options.Say($"{what}: writing the file");
            await BenchFile.Write(file, first, count, occupation, ct);
            options.Say($"{what}: importing {count:N0} rows");
            var run = await VerbRun.Run(product.Environment, ct, ["import", file, .. BenchFile.Arguments]);
            if (run.Answer.GetProperty("refused").GetInt64() > 0) throw new BenchRefused("The import refused rows of the bench's own file.");
            memory = Math.Max(memory, run.PeakMemory);
            return run;
        }

        async Task<double> Bare(string what, long after)
        {
            options.Say($"{what}: the same rows, bare");
            return await new BareInsert(product.Store, bare.Store).Run(after, ct);
        }

        var load = await Import("first load", 0, people, "Nurse");
        report(new Measure($"first load of {people:N0} people", people / load.Seconds, "people/s", people / await Bare("first load", 0)));
        report(new Measure("the same, with starting and looking at the file", people / load.Took.TotalSeconds, "people/s"));
        var added = await Import("new people", people, some, "Nurse");
        report(new Measure($"{some:N0} new people into {people:N0}", some / added.Seconds, "people/s", some / await Bare("new people", people)));
        var matched = await Import("matched people", people / 2, some, "Teacher");
        if (matched.Answer.GetProperty("changed").GetInt64() != some) throw new BenchRefused("Not everybody was matched.");
        report(new Measure($"{some:N0} matched people of {people + some:N0}", some / matched.Seconds, "people/s"));
        foreach (var (what, number, count) in ((string, VerbRun, int)[])[("matched people", matched, some), ("new people", added, some), ("the first load", load, people)])
        {
            options.Say($"undoing {what}");
            var undo = await VerbRun.Run(product.Environment, ct, "undo", number.Answer.GetProperty("import").GetInt64().ToString(CultureInfo.InvariantCulture), "--nation", "bench");
            memory = Math.Max(memory, undo.PeakMemory);
            report(new Measure($"undo of {what}", count / undo.Seconds, "people/s"));
            report(new Measure($"undo of {what}, whole", undo.Seconds, "s"));
        }

        report(new Measure("peak memory of the program", memory / 1048576.0, "MB"));
    }
}
