using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Donations;
using Preau.People.Listing;
using Preau.Shared;

namespace Preau.Commands;

public sealed class Export : Verb
{
    private readonly Argument<string> what = new("WHAT") { Description = "people or gifts" };
    private readonly Argument<FileInfo> file = new("FILE") { Description = "the CSV to write" };
    private readonly Option<string?> nation = NationOption();

    public Export() : base("export", "Write people or gifts as CSV, in the nation's language")
    {
        what.AcceptOnlyFromAmong("people", "gifts");
        Command.Add(what);
        Command.Add(file);
        Command.Add(nation);
    }

    protected override async Task<int> Run(ParseResult asked, IServiceProvider services, Terminal terminal, CancellationToken ct)
    {
        await using var scope = await Enter(services, asked.GetValue(nation), ct);
        var facts = scope.ServiceProvider.GetRequiredService<CurrentNation>().Facts;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(facts.Language);
        var target = GivenPath.Target(asked.GetRequiredValue(file));
        var kind = asked.GetRequiredValue(what);
        terminal.Progress($"writing {kind} of {facts.Name}");
        // Under another name until it is whole, so that a script never picks up half a file.
        var partial = target + ".part";
        int count;
        await using (var stream = PrivateFile.Create(partial))
        {
            count = kind == "people" ? await People(scope.ServiceProvider, stream, ct) : await Gifts(scope.ServiceProvider, facts, stream, ct);
        }

        File.Move(partial, target, overwrite: true);
        return terminal.Done(new { exported = kind, count, file = target }, $"Wrote {count} {kind} to {target}.");
    }

    private static Task<int> People(IServiceProvider services, Stream stream, CancellationToken ct) =>
        services.GetRequiredService<PeopleCsv>().Write(services.GetRequiredService<PeopleList>().Ids(new PersonFilter(), limit: null, ct), stream, "", ct);

    private static async Task<int> Gifts(IServiceProvider services, NationFacts facts, Stream stream, CancellationToken ct)
    {
        var db = services.GetRequiredService<Database>();
        var filter = new GiftFilter();
        var count = await filter.Apply(db, facts).CountAsync(ct);
        db.Trail.Note("gift.exported", count, null);
        await db.SaveChangesAsync(ct);
        await using var csv = CsvDownload.To(stream, CultureInfo.CurrentCulture);
        await GiftExport.Write(csv, filter, db, facts, services.GetRequiredService<GiftWords>(), services.GetRequiredService<Words>(), CultureInfo.CurrentCulture, ct);
        return count;
    }
}
