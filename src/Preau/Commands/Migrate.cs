using System.CommandLine;

namespace Preau.Commands;

public sealed class Migrate() : Verb("migrate", "Bring the store up to this version, without serving")
{
    protected override async Task<int> Run(ParseResult asked, IServiceProvider services, Terminal terminal, CancellationToken ct)
    {
        var applied = await services.GetRequiredService<Migrator>().Run(ct);
        foreach (var name in applied) terminal.Progress($"applied {name}");
        return terminal.Done(new { applied }, applied.Count == 0 ? "The store is up to date." : $"Applied {Counted.Of(applied.Count, "migration")}.");
    }
}
