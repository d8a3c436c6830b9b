using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People.Meanwhile;
using Preau.Shared;

namespace Preau.People.Profile;

public sealed class OwnValuesForm : OpenedForm;

/// <summary>The own fields alone, for whoever may change some of them and nothing else of the person: a volunteer, a finance officer.</summary>
[Needs(Permission.ViewPeople)]
public sealed class OwnValuesPage(Database db, OwnFields own, OwnForm parts, Conflicts conflicts, SavePerson save, Words words, TimeProvider clock) : PageModel
{
    [FromRoute]
    public long Id { get; set; }

    [BindProperty]
    public OwnValuesForm Form { get; set; } = new();

    public string Name { get; private set; } = "";
    public OwnPart OwnPart { get; private set; } = OwnPart.None;
    public IReadOnlyList<Conflict> Conflicts { get; private set; } = [];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await Load(ct) is not { } person) return NotFound();
        Form = await Stored(ct);
        OwnPart = await parts.Part(Form.Own, ModelState, ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        // Meanwhile nobody renames a choice or removes a field that the form fills.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Execute("People/HoldPeople", ct);
        if (await Load(ct) is not { } person) return NotFound();
        Form.Choose();
        await parts.Check(Id, Form, ModelState, ct);
        if (ModelState.IsValid && !Form.Meet(await Stored(ct))) ModelState.AddModelError("", conflicts.Sentence);
        if (!ModelState.IsValid)
        {
            Conflicts = await conflicts.Of(Id, Form, ct);
            OwnPart = await parts.Part(Form.Own, ModelState, ct);
            return this.Again();
        }

        var changed = await own.Set(Id, Form.Own, ct);
        if (changed.Count > 0) person.ChangedAt = clock.GetUtcNow();
        await save.Remember(Id, [.. changed.Select(f => CustomField.Prefix + f)], "panel", ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        this.Say(conflicts.Saved(Form));
        return LocalRedirect($"~/people/{Id}");
    }

    private async Task<OwnValuesForm> Stored(CancellationToken ct)
    {
        var form = new OwnValuesForm { Own = await own.Texts(Id, ct) };
        form.Open();
        return form;
    }

    private async Task<Person?> Load(CancellationToken ct)
    {
        var person = await db.People.SingleOrDefaultAsync(p => p.Id == Id, ct);
        Name = person?.FullName is { Length: > 0 } name ? name : words["No name"];
        return person;
    }
}
