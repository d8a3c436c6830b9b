using System.CommandLine;
using System.Globalization;
using Preau.Geography;
using Preau.Nations;
using Preau.Shared;

namespace Preau.Commands;

/// <summary>Loads files of addresses into the register that all nations share, and lets everybody be looked up in it.</summary>
public sealed class Geocode : Verb
{
    private readonly Argument<FileInfo[]> files = new("FILE") { Description = "addresses as CSV, the same as .gz: a department of the Base Adresse Nationale, or the whole country", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> only = new("--only") { Description = "forget communes that the files do not name" };

    public Geocode() : base("geocode", "Load addresses, so that people are found on the map")
    {
        Command.Add(files);
        Command.Add(only);
    }

    protected override async Task<int> Run(ParseResult asked, IServiceProvider services, Terminal terminal, CancellationToken ct)
    {
        await Begun(services, ct);
        var paths = asked.GetRequiredValue(files).Select(GivenPath.Source).ToList();
        try
        {
            await using var scope = services.CreateAsyncScope();
            var load = await scope.ServiceProvider.GetRequiredService<BuildBook>().Run(paths, asked.GetValue(only), (bytes, total, rows) =>
            {
                terminal.Progress(string.Create(CultureInfo.InvariantCulture, $"{(total == 0 ? 100 : bytes * 100 / total)} %, {Counted.Of(rows, "address", "addresses")}"));
                return Task.FromResult(true);
            }, ct);
            var nations = await LookUp(services, ct);
            var refused = load.Refused == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {Counted.Of(load.Refused, "row was", "rows were")} left out, having no street, commune or coordinates; the first is line {load.FirstRefused}.");
            return terminal.Done(
                new { addresses = load.Addresses, refused = load.Refused, firstRefused = load.FirstRefused, book = new { load.Book.Addresses, load.Book.Streets, load.Book.Communes }, nations },
                string.Create(CultureInfo.InvariantCulture, $"{Counted.Of(load.Addresses, "address", "addresses")} loaded; the register holds {load.Book.Addresses} in {Counted.Of(load.Book.Communes, "commune")}.{refused} The serving program looks everybody up, of {Counted.Of(nations, "nation")}."));
        }
        catch (AddressesRefused refused)
        {
            throw new CommandRefused(refused.Say(new Words("en")));
        }
    }

    private static async Task<int> LookUp(IServiceProvider services, CancellationToken ct)
    {
        var all = await services.GetRequiredService<NationDirectory>().All(ct);
        foreach (var nation in all)
        {
            await using var scope = services.GetRequiredService<IServiceScopeFactory>().Enter(nation);
            scope.ServiceProvider.GetRequiredService<Actor>().IsOperator();
            await scope.ServiceProvider.GetRequiredService<GeoWorks>().PlaceEverybody(ct);
            await scope.ServiceProvider.GetRequiredService<Database>().SaveChangesAsync(ct);
        }

        return all.Count;
    }
}
