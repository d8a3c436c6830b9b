using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People.Meanwhile;
using Preau.Shared;

namespace Preau.People.Profile;

[Needs(Permission.EditPeople)]
public sealed class EditPage(Database db, EditPerson edit, OwnForm own, Conflicts conflicts, CurrentNation nation, Words words, TimeProvider clock) : PersonFormPage(own, nation, words, clock)
{
    [FromRoute]
    public long Id { get; set; }

    public string Name { get; private set; } = "";

    /// <summary>What others changed, too, since the form was opened.</summary>
    public IReadOnlyList<Conflict> Conflicts { get; private set; } = [];

    protected override long? PersonId => Id;

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await Load(ct) is not { } person) return NotFound();
        Form = await edit.Form(person, ct);
        await Prepare(ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(string? more, CancellationToken ct)
    {
        // Meanwhile nobody renames a choice or removes a field that the form fills.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Execute("People/HoldPeople", ct);
        if (await Load(ct) is not { } person) return NotFound();
        if (more is not null) return await WithLine(more, ct);
        Form.Choose();
        if (await Parsed(ct) is null) return await FormAgain(ct);
        var met = Form.Meet(await edit.Form(person, ct));
        // What was typed may have given way to what is there.
        ModelState.Clear();
        if (!met) ModelState.AddModelError("", conflicts.Sentence);
        if (Read() is not { } input) return await FormAgain(ct);
        await edit.Run(person, Form, input, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        this.Say(conflicts.Saved(Form));
        return LocalRedirect($"~/people/{Id}");
    }

    protected override async Task Prepare(CancellationToken ct)
    {
        Conflicts = await conflicts.Of(Id, Form, ct);
        await base.Prepare(ct);
    }

    private async Task<Person?> Load(CancellationToken ct)
    {
        var person = await db.People.SingleOrDefaultAsync(p => p.Id == Id, ct);
        Name = person?.FullName is { Length: > 0 } name ? name : Words["No name"];
        return person;
    }
}
