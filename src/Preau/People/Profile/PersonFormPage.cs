using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Profile;

/// <summary>The form of a person, on the page for a new one and on the page for a known one.</summary>
public abstract class PersonFormPage(OwnFields own, CurrentNation nation, Words words, TimeProvider clock) : PageModel
{
    protected Words Words => words;
    protected TimeProvider Clock => clock;

    [BindProperty]
    public PersonForm Form { get; set; } = new();

    public IReadOnlyList<CustomField> Fields { get; private set; } = [];

    public string? ErrorOf(string name) => ModelState.TryGetValue(name, out var state) && state.Errors.Count > 0 ? state.Errors[0].ErrorMessage : null;

    protected async Task Prepare(CancellationToken ct)
    {
        Fields = await own.All(ct);
        Form.WithRoom(nation.Facts.Country);
    }

    protected async Task<PersonInput?> Parsed(CancellationToken ct)
    {
        foreach (var field in await own.All(ct))
        {
            if (Form.Own.TryGetValue(field.Slug, out var text) && !OwnFields.Fits(field, text))
                ModelState.AddModelError($"Form.Own[{field.Slug}]", words["“{0}” does not fit in “{1}”.", text, field.Name]);
        }
        return Form.Parse(ModelState, nation.Facts.Country, nation.Facts.DayOf(clock.GetUtcNow()), words);
    }

    /// <summary>The form as it was filled, with a line more of one kind; what is wrong with it is said when it is saved.</summary>
    protected async Task<IActionResult> WithLine(string kind, CancellationToken ct)
    {
        Form.AddLine(kind, nation.Facts.Country);
        foreach (var state in ModelState.Values)
        {
            state.Errors.Clear();
            state.ValidationState = ModelValidationState.Skipped;
        }

        await Prepare(ct);
        return Page();
    }

    protected async Task<IActionResult> FormAgain(CancellationToken ct)
    {
        await Prepare(ct);
        return this.Again();
    }
}
