using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Electors.Votes;
using Preau.Imports;
using Preau.Imports.Templates;
using Preau.Shared;

namespace Preau.Commands;

/// <summary>A file of people, from guessing its columns to its last batch. The work is the panel's own; here it is waited for.</summary>
public sealed class ImportFile : Verb
{
    private readonly Argument<FileInfo?> file = new("FILE") { Description = "a table of people: CSV or text, the same as .gz or .zip, or an Excel workbook (.xlsx)", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> nation = NationOption();
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "say what would be created, changed and refused, and why; nothing changes" };
    private readonly Option<string?> tag = new("--tag") { HelpName = "T", Description = "a tag that everybody in the file gets" };
    private readonly Option<bool> knownOnly = new("--known-only") { Description = "leave out columns that are not known, instead of making fields of the campaign's own" };
    private readonly Option<string[]> columns = new("--column") { HelpName = "NAME=TARGET", Description = "what a column becomes where the guess is wrong: «Handy=phone», «Remarks=» to leave it out; can be repeated" };
    private readonly Option<string?> template = new("--template") { HelpName = "NAME", Description = "columns as in the template of this name; --column says what is different" };
    private readonly Option<string?> sheet = new("--sheet") { HelpName = "NAME", Description = "of a workbook; the first that holds something where it is left out" };
    private readonly ImportAnswers answers = new();
    private readonly RollAnswers roll = new();
    private readonly Option<FileInfo?> refused = new("--refused") { HelpName = "FILE", Description = "write the refused rows there, with line and reason" };
    private readonly Option<long?> resume = new("--resume") { HelpName = "IMPORT", Description = "go on with an import that was stopped, after its last batch, instead of a file" };

    public ImportFile() : base("import", "Bring in people from a file")
    {
        Command.Add(file);
        foreach (var option in (Option[])[nation, dryRun, tag, knownOnly, columns, template, sheet, .. answers.Options, .. roll.Options, refused, resume]) Command.Add(option);
        Command.Validators.Add(asked =>
        {
            if (asked.GetValue(file) is null == asked.GetValue(resume) is null) asked.AddError("Say which FILE to bring in, or which import to --resume.");
        });
    }

    protected override async Task<int> Run(ParseResult asked, IServiceProvider services, Terminal terminal, CancellationToken ct)
    {
        await using var scope = await Enter(services, asked.GetValue(nation), ct);
        // An hour's import should not end at a folder that is not there.
        if (asked.GetValue(refused) is { } list) _ = GivenPath.Target(list, mayReplace: true);
        var work = new ImportWork(scope.ServiceProvider, terminal);
        if (asked.GetValue(resume) is { } id)
        {
            if (!await scope.ServiceProvider.GetRequiredService<ImportSteps>().GoOn(id, isRunHere: true, ct)) throw new CommandRefused($"There is nothing to go on with: import {id} is not there, is running, done or undone, or its file is not kept any more.");
        }
        else
        {
            _ = GivenPath.Source(asked.GetValue(file)!);
            // Said before the file is read: a large one takes its time.
            var said = answers.Read(asked, scope.ServiceProvider, isRequired: !asked.GetValue(dryRun));
            var import = await Open(scope.ServiceProvider, asked, said, ct);
            if (import.IsRoll && !asked.GetValue(dryRun)) await roll.Attest(asked, scope.ServiceProvider, import, terminal, ct);
            if (asked.GetValue(dryRun)) return await Try(scope.ServiceProvider, import, terminal, ct);
            await scope.ServiceProvider.GetRequiredService<Database>().SaveChangesAsync(ct);
            id = import.Id;
            await scope.ServiceProvider.GetRequiredService<ImportSteps>().Begin(id, isRunHere: true, ct);
        }

        var clock = services.GetRequiredService<TimeProvider>();
        var began = clock.GetTimestamp();
        return await Tell(await work.Run(id, ct), clock.GetElapsedTime(began), asked.GetValue(refused), scope.ServiceProvider, terminal, ct);
    }

    private async Task<Import> Open(IServiceProvider services, ParseResult asked, Action<Import> said, CancellationToken ct)
    {
        var source = asked.GetValue(file)!;
        await using var content = source.OpenRead();
        var opening = await services.GetRequiredService<OpenImport>().Run(content, source.Name, asked.GetValue(tag), !asked.GetValue(knownOnly), accountId: null, ct, asked.GetValue(sheet));
        if (opening is not Opening.Opened opened) throw new CommandRefused(((Opening.Refused)opening).Say(new Words("en")));
        try
        {
            if (asked.GetValue(template) is { } name) await Apply(services, name, opened, ct);
            var mapping = opened.Import.Targets();
            foreach (var given in asked.GetValue(columns) ?? []) Choose(mapping, given, opened.Headers);
            opened.Import.MapTo(mapping);
            said(opened.Import);
            return opened.Import;
        }
        catch (CommandRefused)
        {
            services.GetRequiredService<ImportFolder>().Forget(opened.Import.Path);
            throw;
        }
    }

    private static async Task Apply(IServiceProvider services, string name, Opening.Opened opened, CancellationToken ct)
    {
        var templates = services.GetRequiredService<SaveTemplate>();
        var key = NameKey.Of(name);
        var found = await services.GetRequiredService<Database>().ImportTemplates.SingleOrDefaultAsync(t => t.NameKey == key, ct) ?? ShippedTemplates.All.FirstOrDefault(t => t.NameKey == key);
        if (found is null) throw new CommandRefused($"There is no template «{name}». There are: {string.Join(", ", (await templates.All(ct)).Concat(ShippedTemplates.All).Select(t => t.Name))}.");
        await templates.Apply(found, opened.Import, opened.Headers, ct);
    }

    private static void Choose(Dictionary<string, string> mapping, string given, IReadOnlyList<string> headers)
    {
        var split = given.LastIndexOf('=');
        if (split < 0) throw new CommandRefused($"Write --column as NAME=TARGET, not «{given}».");
        var (name, target) = (given[..split], given[(split + 1)..]);
        if (!headers.Contains(name, StringComparer.Ordinal)) throw new CommandRefused($"There is no column «{name}». There are: {string.Join(", ", headers)}.");
        if (target is not (Targets.Skip or Targets.NewField) && !Targets.All.Contains(target, StringComparer.Ordinal) && !target.StartsWith(Targets.FieldPrefix, StringComparison.Ordinal)) throw new CommandRefused($"A column cannot become «{target}». It can become nothing (“Name=” leaves it out), {Targets.NewField}, {string.Join(", ", Targets.All)}.");
        mapping[name] = target;
    }

    /// <summary>Nothing of it stays: neither the import nor the copy of the file.</summary>
    private static async Task<int> Try(IServiceProvider services, Import import, Terminal terminal, CancellationToken ct)
    {
        var words = new Words("en");
        services.GetRequiredService<Database>().ChangeTracker.Clear();
        try
        {
            var trial = await services.GetRequiredService<TryImport>().Run(import, rows =>
            {
                terminal.Progress(string.Create(CultureInfo.InvariantCulture, $"{rows} of {Counted.Of(import.Total, "row")} read"));
                return Task.FromResult(true);
            }, ct) ?? throw new OperationCanceledException();
            var first = trial.Refused.Take(20).Select(r => $"\n  line {r.Line}: {words[r.Reason, r.About]}");
            return terminal.Done(
                new { dryRun = true, rows = trial.Rows, created = trial.Created, changed = trial.Changed, same = trial.Same, refused = trial.RefusedCount, renamed = trial.RenamedCount, roll = trial.Roll?.Counts, columns = import.Targets(), reasons = trial.Refusals.GroupBy(r => r.Say(words), StringComparer.Ordinal).ToDictionary(r => r.Key, r => r.Sum(same => same.Rows), StringComparer.Ordinal), refusedRows = trial.Refused.Select(r => new { r.Line, reason = words[r.Reason, r.About] }), newPeople = trial.New, changedPeople = trial.ChangedPeople },
                string.Create(CultureInfo.InvariantCulture, $"{Counted.Of(trial.Rows, "row")} would create {Counted.Of(trial.Created, "person", "people")} and change {trial.Changed}; {Counted.Of(trial.Same, "says", "say")} nothing new, {trial.RefusedCount} would be refused.{(trial.RenamedCount > 0 ? $" {trial.RenamedCount} would give somebody another name." : "")} Nothing has changed.{string.Concat(first)}"));
        }
        catch (ImportBroken broken)
        {
            throw new CommandRefused(words[broken.Message, broken.About]);
        }
        finally
        {
            services.GetRequiredService<ImportFolder>().Forget(import.Path);
        }
    }

    private static async Task<int> Tell(Import import, TimeSpan took, FileInfo? refused, IServiceProvider services, Terminal terminal, CancellationToken ct)
    {
        if (refused is not null)
        {
            await using var stream = PrivateFile.Create(refused.FullName);
            await services.GetRequiredService<RefusedRows>().Write(import.Id, stream, ct);
        }

        var result = new { import = import.Id, state = EnumText<ImportState>.Of(import.State), rows = import.Done, created = import.CreatedCount, changed = import.ChangedCount, same = import.SameCount, refused = import.RefusedCount, problem = import.Problem, seconds = took.TotalSeconds };
        var counts = string.Create(CultureInfo.InvariantCulture, $"{import.Done} of {Counted.Of(import.Total, "row")}: {Counted.Of(import.CreatedCount, "person", "people")} created, {import.ChangedCount} changed, {import.SameCount} as they were, {Counted.Of(import.RefusedCount, "row")} refused.");
        return import.State == ImportState.Done
            ? terminal.Done(result, string.Create(CultureInfo.InvariantCulture, $"Import {import.Id}: {counts} «undo {import.Id}» takes it back."))
            : terminal.Done(result, string.Create(CultureInfo.InvariantCulture, $"Import {import.Id} stopped after {counts} {import.Problem} «import --resume {import.Id}» goes on, «undo {import.Id}» takes it back."), isWell: false);
    }
}
