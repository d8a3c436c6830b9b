using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Profile;

[Needs(Permission.EditPeople)]
public sealed class EditPage(Database db, EditPerson edit, OwnForm own, CurrentNation nation, Words words, TimeProvider clock) : PersonFormPage(own, nation, words, clock)
{
    [FromRoute]
    public long Id { get; set; }

    public string Name { get; private set; } = "";
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
        if (EditMark.Read(Form.Seen) != person.ChangedAt) Form.Seen = this.Overtaken(person.ChangedAt, Words["Somebody else, or a file, changed this person since you opened the form. What you wrote stands below and is not saved; saving again replaces what is there now."]);
        if (await Parsed(ct) is not { } input) return await FormAgain(ct);
        await edit.Run(person, Form, input, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        this.Say(Words["Saved."]);
        return LocalRedirect($"~/people/{Id}");
    }

    private async Task<Person?> Load(CancellationToken ct)
    {
        var person = await db.People.SingleOrDefaultAsync(p => p.Id == Id, ct);
        Name = person?.FullName is { Length: > 0 } name ? name : Words["No name"];
        return person;
    }
}
