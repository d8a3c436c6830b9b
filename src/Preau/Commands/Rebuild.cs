using System.CommandLine;
using Preau.Feed;

namespace Preau.Commands;

public sealed class Rebuild : Verb
{
    private readonly Argument<string> reader = new("READER") { Description = "which reader of the change feed; «all» for each of them" };

    public Rebuild() : base("rebuild", "Compute a reader of the change feed anew from the tables") => Command.Add(reader);

    protected override async Task<int> Run(ParseResult asked, IServiceProvider services, Terminal terminal, CancellationToken ct)
    {
        await Begun(services, ct);
        var known = services.GetRequiredService<ReaderNames>().All;
        var name = asked.GetRequiredValue(reader);
        string[] names = name == "all" ? [.. known] : [name];
        if (names.Except(known, StringComparer.Ordinal).Any()) throw new CommandRefused($"There is no reader «{name}». There are: {string.Join(", ", known)}.");
        foreach (var one in names)
        {
            terminal.Progress($"rebuilding {one}");
            await services.GetRequiredService<RebuildReader>().Run(one, ct);
        }

        return terminal.Done(new { rebuilt = names }, names.Length == 0 ? "There is no reader to rebuild." : $"Rebuilt {string.Join(", ", names)}.");
    }
}
