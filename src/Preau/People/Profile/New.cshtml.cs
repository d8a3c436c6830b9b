using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Profile;

[Needs(Permission.EditPeople)]
public sealed class NewPage(Database db, MatchPerson match, EditPerson edit, OwnForm own, CurrentNation nation, Words words, TimeProvider clock) : PersonFormPage(own, nation, words, clock)
{
    /// <summary>Somebody who can be reached the same way.</summary>
    public (long Id, string Name)? Known { get; private set; }

    public Task OnGet(CancellationToken ct) => Prepare(ct);

    public async Task<IActionResult> OnPost(bool anyway, string? more, CancellationToken ct)
    {
        if (more is not null) return await WithLine(more, ct);
        if (await Parsed(ct) is not { } input) return await FormAgain(ct);
        if (!anyway && await match.Run(input.Keys, ct) is { } found)
        {
            Known = (found.PersonId, await db.People.Where(p => p.Id == found.PersonId).Select(p => p.FirstName + " " + p.LastName).SingleAsync(ct));
            return await FormAgain(ct);
        }
        var now = Clock.GetUtcNow();
        var person = new Person { Source = "panel", CreatedAt = now, ChangedAt = now };
        db.Add(person);
        await edit.Run(person, Form, input, ct);
        await db.SaveChangesAsync(ct);
        this.Say(Words["{0} is added.", person.FullName]);
        return LocalRedirect($"~/people/{person.Id}");
    }
}
