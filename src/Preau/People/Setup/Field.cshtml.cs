using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Setup;

/// <summary>One field of the campaign's own: how it is called and asked, who sees it, what it takes; and how many people have a value.</summary>
[Needs(Permission.EditPeople)]
public sealed class FieldPage(Database db, OwnFields own, ChangeField change, FieldValues values, Words words) : PageModel
{
    [BindProperty]
    public FieldForm Form { get; set; } = new();

    public CustomField Field { get; private set; } = new() { Slug = "", Name = "" };

    /// <summary>How many people have a value; see <see cref="FieldValues.Counted"/>.</summary>
    public int Filled { get; private set; }
    public IReadOnlyList<(FieldChoice Choice, int? Count)> Choices { get; private set; } = [];
    public IReadOnlyList<string> Groups { get; private set; } = [];

    /// <summary>How far a change of its choices is; null where none is under way.</summary>
    public Progress? Work => Field.WorkTotal is { } total ? new(words["The choices are being changed for everybody who has them"], total == 0 ? 0 : Math.Min(Field.WorkDone, total), total == 0 ? null : total, IsRunning: true, Note: words["You can close this page; it goes on."]) : null;

    public bool HasBounds => Field.Kind is FieldKind.Number or FieldKind.Money or FieldKind.Date;
    public bool HasChoices => Field.Kind is FieldKind.Choice or FieldKind.Several;

    public string LeastLabel => Field.Kind switch { FieldKind.Date => words["Earliest day"], FieldKind.Money => words["Smallest amount"], _ => words["Smallest number"] };

    public string MostLabel => Field.Kind switch { FieldKind.Date => words["Latest day"], FieldKind.Money => words["Largest amount"], _ => words["Largest number"] };

    public static string Counted => FieldValues.Counted.ToString("N0", CultureInfo.CurrentCulture);

    public string Loss => Filled > FieldValues.Counted
        ? words["“{1}” and the answers of more than {0} people are removed for good.", Counted, Field.Name]
        : words.Count(Filled, "“{1}” and the answer of {0} person are removed for good.", "“{1}” and the answers of {0} people are removed for good.", Field.Name);

    public string LossOf(FieldChoice choice, int? counted) => counted switch
    {
        null => words["“{0}” is taken off everybody who has it, for good.", choice.Name],
        0 => words["Nobody has “{0}”. It can no longer be chosen.", choice.Name],
        > FieldValues.Counted => words["More than {0} people have “{1}”: it is taken off them for good.", Counted, choice.Name],
        { } count => words.Count(count, "{0} person has “{1}”: it is taken off them for good.", "{0} people have “{1}”: it is taken off them for good.", choice.Name),
    };

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await Find(id, ct) is not { } field) return NotFound();
        if (Request.Headers["HX-Request-Type"] == "partial")
        {
            Field = field;
            return Partial("_Work", this);
        }

        Form = FieldForm.Of(field);
        await Load(field, ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        // Somebody may rename a choice in another window: what is checked is what is changed.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Execute("People/HoldPeople", ct);
        if (await Find(id, ct) is not { } field) return NotFound();
        Form.Check(field, await db.CustomFields.AsNoTracking().Where(f => f.RemovedAt == null).ToListAsync(ct), ModelState, words);
        if (!ModelState.IsValid)
        {
            await Load(field, ct);
            return this.Again();
        }

        var isLater = field is { Kind: FieldKind.Choice or FieldKind.Several, IsBeingReworked: false } && await change.Choices(field, FieldChoice.Of(field).ToDictionary(c => c.Number, Form.NameOf), FieldChoice.Typed(Form.More), ct);
        Form.CopyTo(field);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        this.Say(isLater ? words["Saved. Everybody who has the choice gets its new name in the background."] : words["Saved."]);
        return LocalRedirect(await own.MayShape(field, ct) ? $"~/fields/{id}" : "~/fields");
    }

    private async Task<CustomField?> Find(long id, CancellationToken ct) =>
        await db.CustomFields.SingleOrDefaultAsync(f => f.Id == id && f.RemovedAt == null, ct) is { } field && await own.MayShape(field, ct) ? field : null;

    private async Task Load(CustomField field, CancellationToken ct)
    {
        Field = field;
        Filled = await values.Count(field, ct);
        Groups = await db.CustomFields.Where(f => f.GroupName != "" && f.RemovedAt == null).Select(f => f.GroupName).Distinct().OrderBy(g => g).ToListAsync(ct);
        if (!HasChoices) return;
        var counted = new List<(FieldChoice, int?)>();
        foreach (var choice in FieldChoice.Of(field)) counted.Add((choice, await values.Count(field, choice, Filled, ct)));
        Choices = counted;
    }
}
