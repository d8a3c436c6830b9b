using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Profile;

/// <summary>The form of a person, on the page for a new one and on the page for a known one.</summary>
public abstract class PersonFormPage(OwnForm own, CurrentNation nation, Words words, TimeProvider clock) : PageModel
{
    protected Words Words => words;
    protected TimeProvider Clock => clock;

    [BindProperty]
    public PersonForm Form { get; set; } = new();

    public OwnPart OwnPart { get; private set; } = OwnPart.None;

    /// <summary>Whose form it is; null of a new person.</summary>
    protected virtual long? PersonId => null;

    protected virtual async Task Prepare(CancellationToken ct)
    {
        OwnPart = await own.Part(Form.Own, ModelState, ct);
        Form.WithRoom(nation.Facts.Country);
    }

    protected async Task<PersonInput?> Parsed(CancellationToken ct)
    {
        await own.Check(PersonId, Form, ModelState, ct);
        return Read();
    }

    protected PersonInput? Read() => Form.Parse(ModelState, nation.Facts.Country, nation.Facts.DayOf(clock.GetUtcNow()), words);

    /// <summary>The form as it was filled, with a line more of one kind; what is wrong with it is said when it is saved.</summary>
    protected async Task<IActionResult> WithLine(string kind, CancellationToken ct)
    {
        Form.AddLine(kind, nation.Facts.Country);
        await own.Check(PersonId, Form, ModelState, ct);
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
