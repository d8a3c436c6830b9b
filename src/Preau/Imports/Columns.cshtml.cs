using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Imports.Choices;
using Preau.Imports.NationBuilder;
using Preau.Imports.Templates;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Imports;

/// <param name="Yields">Whether it only fills what is empty.</param>
/// <param name="BothWays">Whether every date of the column can be read with the day or with the month first.</param>
public sealed record ColumnRow(string Header, string Target, bool Yields, IReadOnlyList<string> Samples, bool BothWays)
{
    public bool IsLeftOut => Target == Targets.Skip;
    public bool IsUnknown => Target is Targets.Skip or Targets.NewField;
    public bool IsOwn => Target.StartsWith(Targets.FieldPrefix, StringComparison.Ordinal);
}

/// <summary>All that is decided before a file is tried: where it comes from, whom its rows may mean, and what each column becomes.</summary>
[Needs(Permission.ImportPeople)]
[RequestFormLimits(ValueCountLimit = 4096)]
public sealed class ColumnsPage(Database db, ImportFolder folder, StartTrial trial, SaveTemplate templates, ColumnChoices choices, CurrentAccount me, CurrentNation nation, Words words, TimeProvider clock) : PageModel
{
    public const string OnlyWhereEmpty = "empty";
    private const int SampleRows = 5;
    private IReadOnlyList<string> repeated = [];

    public Import Import { get; private set; } = new() { FileName = "", Path = "", Encoding = "", Delimiter = "" };
    public IReadOnlyList<ColumnRow> Columns { get; private set; } = [];

    public ColumnChoices Choices => choices;

    /// <summary>By which other words each is found.</summary>
    public string AlsoCalled => JsonSerializer.Serialize(Targets.AlsoCalled);

    public IReadOnlyList<ImportTemplate> Fitting { get; private set; } = [];
    public IReadOnlyList<ImportTemplate> Templates { get; private set; } = [];
    public IReadOnlyList<string> Sheets { get; private set; } = [];
    public MatchKeys Keys { get; private set; }

    [BindProperty]
    public OriginForm Answers { get; set; } = new();

    [BindProperty]
    public string? TemplateName { get; set; }

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        if (Import.IsRoll) return Redirect($"~/imports/{id}/roll");
        Answers = OriginForm.Of(Import);
        return Page();
    }

    public async Task<IActionResult> OnPost(long id, string[] headers, [FromForm(Name = "targets")] string?[] chosen, [FromForm(Name = "yields")] string?[] yields, [FromForm(Name = "match")] string?[] match, CancellationToken ct)
    {
        // An empty choice, «leave out», is bound as null.
        var targets = Array.ConvertAll(chosen, c => c ?? Targets.Skip);
        if (!await Load(id, ct) || Import.IsRoll) return NotFound();
        var columns = Columns.Select(c => c.Header).ToHashSet(StringComparer.Ordinal);
        if (!targets.All(choices.Has))
        {
            ModelState.AddModelError("", words["One of the fields that you chose is not there any more. Choose again."]);
            return this.Again();
        }

        // One empty name is always sent along: none ticked is not the same as not asked.
        var keys = match.Length == 0 ? Import.Keys : MatchKeyNames.Read(match.Where(m => !string.IsNullOrEmpty(m)).OfType<string>());
        if (headers.Length != targets.Length || yields.Length > headers.Length || !headers.All(columns.Contains) || keys is null)
        {
            ModelState.AddModelError("", words["One of these columns is not in the file any more. Choose again."]);
            return this.Again();
        }

        var yielding = headers.Where((_, i) => yields.ElementAtOrDefault(i) == OnlyWhereEmpty).ToHashSet(StringComparer.Ordinal);
        var becomes = headers.Zip(targets).ToLookup(p => p.First, p => p.Second, StringComparer.Ordinal);
        (Keys, Columns) = (keys.Value, [.. Columns.Select(c => c with { Target = becomes[c.Header].LastOrDefault(c.Target), Yields = yielding.Contains(c.Header) })]);
        Answers.Check(ModelState, nameof(Answers), nation.Facts, clock.GetUtcNow(), words);
        if (keys == MatchKeys.None) ModelState.AddModelError("match", words["Choose at least one thing that rows find people by. Otherwise everybody in the file would be a new person."]);
        if (TemplateName?.Trim() is { Length: > TemplateFile.MaxName }) ModelState.AddModelError(nameof(TemplateName), words["A template’s name has 80 characters at most."]);
        if (targets.Where(Targets.IsOne).GroupBy(t => t, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            ModelState.AddModelError("", words["Two columns become “{0}”, and a person has only one. Leave one of them out.", choices.NameOf(twice.Key)]);
        if (!ModelState.IsValid) return this.Again();

        Import.MapTo(headers.Zip(targets).Where(p => p.Second != Targets.Skip).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal));
        (Import.Yields, Import.Matching) = (JsonSerializer.Serialize(yielding), MatchKeyNames.Write(keys.Value));
        Answers.CopyTo(Import);
        if (NameKey.Of(TemplateName).Length > 0)
        {
            await templates.Run(TemplateFile.Of(TemplateName!.Trim(), Import, [.. Columns.Select(c => c.Header)]), me.Id, ct);
            this.Say(words["The template “{0}” is kept.", TemplateName.Trim()]);
        }

        if (Import.Total > TryImport.AtOnce) trial.TryLater(Import);
        await db.SaveChangesAsync(ct);
        return Redirect($"~/imports/{id}/trial");
    }

    /// <summary>In a file of NationBuilder's alone: elsewhere a column of that name may be anything.</summary>
    public string? RemarkOn(ColumnRow column) => Columns.Any(c => c.Target == "external:nationbuilder") ? NationBuilderColumns.Remark(column.Header, repeated) : null;

    private async Task<bool> Load(long id, CancellationToken ct)
    {
        if (await db.Imports.SingleOrDefaultAsync(i => i.Id == id && i.State == ImportState.Uploaded, ct) is not { } import) return false;
        Import = import;
        (Keys, Sheets) = (import.Keys, import.AllSheets());
        await choices.Load(ct);
        var (headers, sample) = await CsvFile.Head(folder.Full(import.Path), import.Encoding, import.Delimiter, SampleRows, ct);
        repeated = Targets.Repeated(headers);
        var (mapping, dates, yielding) = (import.Targets(), import.Dates(), import.Yielding());
        Columns = [.. headers.Select((h, i) => new ColumnRow(h, mapping.GetValueOrDefault(h, Targets.Skip), yielding.Contains(h, StringComparer.Ordinal), [.. sample.Select(r => r.Cells.ElementAtOrDefault(i) ?? "").Where(c => c.Length > 0).Take(3)],
            mapping.GetValueOrDefault(h) is Targets.BornOn or Targets.BornOnMonthFirst && dates.GetValueOrDefault(h) == DateOrder.Either && dates.ContainsKey(h)))];
        Fitting = await templates.Fitting(headers, ct);
        Templates = [.. await templates.All(ct), .. Fitting.Where(t => t.Id < 0)];
        return true;
    }
}
