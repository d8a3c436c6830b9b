using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports;

[Needs(Permission.ImportPeople)]
public sealed class TrialPage(Database db, TryImport attempt, ImportSteps steps, OwnFields fields, TargetWords labels, PersonWords names, FieldWords fieldWords, Words words) : PageModel
{
    public const int RefusedShown = 50;
    public const string Changed = "changed";
    public const string New = "new";
    public const string Refused = "refused";
    private Dictionary<string, CustomField> own = [];

    // Of fields that whoever looks may not see.
    private HashSet<string> hidden = [];

    private const int FewSamples = 10;

    /// <summary>Which kind is shown one by one; a few of each where none is named.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    public Import Import { get; private set; } = new() { FileName = "", Path = "", Encoding = "", Delimiter = "" };

    /// <summary>Null while a long file is being read.</summary>
    public Trial? Trial { get; private set; }
    public string? Problem { get; private set; }

    public bool Shows(string kind) => Show is null || Show == kind;

    public IEnumerable<TrialSample> Samples(string kind) => ((kind == New ? Trial?.New : Trial?.ChangedPeople) ?? []).Take(Show is null ? FewSamples : int.MaxValue)
        .Select(s => hidden.Count == 0 ? s : s with { Changes = [.. s.Changes.Where(c => !hidden.Contains(c.Field))] });

    public IReadOnlyList<Tab> Tabs =>
        [At(null, words["Everything"]), At(Changed, words["People changed"]), At(New, words["New people"]), At(Refused, words["Rows refused"])];

    private Tab At(string? show, string label) => new(label, $"/imports/{Import.Id}/trial{(show is null ? "" : "?show=" + show)}", show == Show);

    public string FieldName(string field) => field switch
    {
        "tag" => words["Tag"],
        "note" => words["Note"],
        Electors.Roll.RollBatch.Station => words["Polling station"],
        Electors.Roll.RollBatch.Order => words["Order number"],
        _ when field.StartsWith(Targets.ConsentPrefix, StringComparison.Ordinal) && EnumText<Purpose>.TryParse(field[Targets.ConsentPrefix.Length..], out var purpose) => names.Of(purpose),
        _ when Electors.Votes.VoteTargets.Is(field) => labels.Of(field),
        _ when field.StartsWith(Targets.ExternalPrefix, StringComparison.Ordinal) => labels.Of(field),
        _ when field.StartsWith(CustomField.Prefix, StringComparison.Ordinal) => own.GetValueOrDefault(field[CustomField.Prefix.Length..])?.Name ?? field[CustomField.Prefix.Length..],
        _ => names.Field(field),
    };

    /// <summary>As whoever looks reads it: the file and the store have forms of their own.</summary>
    public string? ValueText(string field, string? value) => field switch
    {
        _ when string.IsNullOrEmpty(value) => value,
        "language" => names.Language(value),
        "support_level" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var level) => names.Support(level),
        _ when field.StartsWith("address:", StringComparison.Ordinal) => WithCountry(value),
        _ when field.StartsWith(CustomField.Prefix, StringComparison.Ordinal) && own.TryGetValue(field[CustomField.Prefix.Length..], out var custom) => fieldWords.Shown(custom, value),
        _ when DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day.ToString("d MMM yyyy", CultureInfo.CurrentCulture),
        "sex" when EnumText<Sex>.TryParse(value ?? "", out var sex) => names.Of(sex),
        _ when field.StartsWith(Targets.ConsentPrefix, StringComparison.Ordinal) => value == "true" ? words["has agreed"] : words["withdrawn"],
        _ => value,
    };

    private static string WithCountry(string address) => address.LastIndexOf(", ", StringComparison.Ordinal) is > 0 and var at && Countries.Exists(address[(at + 2)..]) ? $"{address[..at]}, {Countries.Name(address[(at + 2)..])}" : address;

    public Progress Progress => new(words["Reading the whole file"], Import.Done, Import.Total, IsRunning: true, CancelPath: $"/imports/{Import.Id}/cancellation", CancelLabel: words["Stop here"]);

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct) is not { } import) return NotFound();
        if (import.State is not (ImportState.Uploaded or ImportState.Trying)) return Redirect($"~/imports/{id}");
        Import = import;
        if (Show is not (New or Changed or Refused)) Show = null;
        own = (await fields.Seen(ct)).ToDictionary(f => f.Slug, StringComparer.Ordinal);
        hidden = (await fields.All(ct)).Where(f => !own.ContainsKey(f.Slug)).Select(f => CustomField.Prefix + f.Slug).ToHashSet(StringComparer.Ordinal);
        Trial = Trial.Read(import.Trial);
        if (Trial is null && import.State == ImportState.Uploaded)
        {
            if (import.Total > TryImport.AtOnce) return Redirect($"~/imports/{id}/columns");
            try
            {
                Trial = await attempt.Run(import, null, ct);
            }
            catch (ImportBroken broken)
            {
                Problem = words[broken.Message, broken.About];
            }
        }

        return Request.Headers["HX-Request-Type"] == "partial" ? Partial("_Trial", this) : Page();
    }

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (!await db.Imports.AnyAsync(i => i.Id == id, ct)) return NotFound();
        // A second click finds it running and only looks.
        if (await steps.Begin(id, isRunHere: false, ct) || !await db.Imports.AnyAsync(i => i.Id == id && i.State == ImportState.Uploaded, ct)) return Redirect($"~/imports/{id}");
        this.Warn(words["Say first where the file comes from and on what legal basis you hold it."]);
        return Redirect($"~/imports/{id}/columns");
    }
}
