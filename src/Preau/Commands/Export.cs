using System.CommandLine;
using System.Globalization;
using Preau.Exports;
using Preau.People.Listing;
using Preau.Shared;

namespace Preau.Commands;

public sealed class Export : Verb
{
    private readonly Argument<string> what = new("WHAT") { Description = "people or gifts" };
    private readonly Argument<FileInfo> file = new("FILE") { Description = "the file to write" };
    private readonly Option<string?> asFormat = new("--format") { Description = "csv, xlsx or parquet; else as the file's name ends, else csv" };
    private readonly Option<bool> overwrite = GivenPath.OverwriteOption();
    private readonly Option<string?> nation = NationOption();

    public Export() : base("export", "Write people or gifts as CSV, XLSX or Parquet, in the nation's language")
    {
        what.AcceptOnlyFromAmong("people", "gifts");
        Command.Add(what);
        asFormat.AcceptOnlyFromAmong("csv", "xlsx", "parquet");
        Command.Add(file);
        Command.Add(asFormat);
        Command.Add(overwrite);
        Command.Add(nation);
    }

    protected override async Task<int> Run(ParseResult asked, IServiceProvider services, Terminal terminal, CancellationToken ct)
    {
        await using var scope = await Enter(services, asked.GetValue(nation), ct);
        var facts = scope.ServiceProvider.GetRequiredService<CurrentNation>().Facts;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(facts.Language);
        var mayReplace = asked.GetValue(overwrite);
        var target = GivenPath.Target(asked.GetRequiredValue(file), mayReplace);
        var kind = asked.GetRequiredValue(what);
        var format = FormatOf(asked.GetValue(asFormat), target);
        terminal.Progress($"writing {kind} of {facts.Name}");
        var sheet = await scope.ServiceProvider.GetServices<IExport>().Single(e => e.Kind == kind).Open(kind == PeopleExport.Name ? "" : "?", ct) ?? throw new CommandRefused($"There are no {kind} to write.");
        var total = await sheet.Count(ct);
        var db = scope.ServiceProvider.GetRequiredService<Database>();
        scope.ServiceProvider.GetRequiredService<SendExport>().Remember(sheet, format, total);
        await db.SaveChangesAsync(ct);
        // Under another name until it is whole, so that a script never picks up half a file.
        var partial = target + ".part";
        long count;
        await using (var stream = PrivateFile.Create(partial))
        {
            var mark = new SheetMark(facts.Name, $"operator {Environment.UserName}", scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow(), total, kind);
            count = await SheetWriter.Of(format).Write(stream, sheet, mark, scope.ServiceProvider.GetRequiredService<Words>(), CultureInfo.CurrentCulture, _ => Task.FromResult(true), ct);
        }

        File.Move(partial, target, mayReplace);
        return terminal.Done(new { exported = kind, count, file = target }, $"Wrote {Counted.Of(count, kind == PeopleExport.Name ? "person" : "gift", kind)} to {target}.");
    }

    // What is not said follows from the file's name.
    private static SheetFormat FormatOf(string? asked, string target) => EnumText<SheetFormat>.TryParse(asked ?? Path.GetExtension(target).TrimStart('.').ToLowerInvariant(), out var format) ? format : SheetFormat.Csv;
}
