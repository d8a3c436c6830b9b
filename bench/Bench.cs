using System.CommandLine;

namespace Preau.Bench;

public static class Bench
{
    public static Task<int> Main(string[] args)
    {
        var benches = typeof(IBench).Assembly.GetTypes()
            .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IBench)))
            .Select(t => (IBench)Activator.CreateInstance(t)!)
            .OrderBy(b => b.Name, StringComparer.Ordinal).ToList();
        var name = new Argument<string>("NAME") { Description = "what to measure:\n" + string.Join('\n', benches.Select(b => $"  {b.Name}  {b.About}")) };
        name.AcceptOnlyFromAmong([.. benches.Select(b => b.Name)]);
        var people = new Option<int?>("--people") { HelpName = "N", Description = "how many people; each bench has its own default" };
        var store = new Option<Dialect>("--store") { HelpName = "sqlite|postgres", Description = "which store, where one is used", DefaultValueFactory = _ => Dialect.Sqlite };
        var json = new Option<bool>("--json") { Description = "one JSON object a line instead of a table" };
        var root = new RootCommand("Measures Préau against a peer or a physical limit in the same run.") { name, people, store, json };
        root.SetAction((parsed, ct) =>
        {
            var bench = benches.Single(b => b.Name == parsed.GetValue(name));
            return Run(bench, parsed.GetValue(people), parsed.GetValue(store), new Table(bench.Name, parsed.GetValue(json)), ct);
        });
        return root.Parse(args).InvokeAsync();
    }

    private static async Task<int> Run(IBench bench, int? people, Dialect store, Table table, CancellationToken ct)
    {
        var scratch = Directory.CreateTempSubdirectory("preau-bench-").FullName;
        try
        {
            await bench.Run(new BenchOptions(people, store, scratch, Console.Error.WriteLine), table.Add, ct);
            return 0;
        }
        catch (BenchRefused refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return 1;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }
}
