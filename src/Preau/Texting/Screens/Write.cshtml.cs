using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Texting;

/// <summary>The first text to somebody, from their record.</summary>
[Needs(Permission.WriteTexts)]
public sealed class WritePage(Database db, Threads threads, MakeComposer make, WriteText write, Words words) : PageModel
{
    [FromRoute]
    public long Id { get; set; }

    [BindProperty]
    public TextForm Form { get; set; } = new();

    public string Name { get; private set; } = "";

    /// <summary>A conversation with one of their numbers in which something is unread.</summary>
    public long? Unread { get; private set; }
    public Composer Composer { get; private set; } = new(new(), "", "", null, []);

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await Load(ct) is not { } person) return NotFound();
        Composer = await make.For(person, null, ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await Load(ct) is not { } person) return NotFound();
        // Which number is written to is theirs to name only among the numbers of the record.
        var phone = Form.PhoneId ?? (await make.For(person, null, ct)).Form.PhoneId;
        var number = await make.Phones(Id).Where(p => phone == null || p.Id == phone).Select(p => p.PhoneKey).FirstOrDefaultAsync(ct);
        await make.Check(number ?? "", Id, Form, ModelState, ct);
        if (!ModelState.IsValid)
        {
            Composer = await make.For(person, Form, ct);
            return this.Again();
        }

        return LocalRedirect($"~/texts/{await write.Run(number ?? "", Id, Form, ct)}");
    }

    private async Task<Person?> Load(CancellationToken ct)
    {
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == Id, ct);
        Unread = await threads.Seen.Where(c => c.IsUnread && db.PersonPhones.Any(p => p.PersonId == Id && p.PhoneKey == c.NumberKey)).OrderByDescending(c => c.LastInAt).Select(c => (long?)c.Id).FirstOrDefaultAsync(ct);
        Name = person is { FullName.Length: > 0 } ? person.FullName : words["No name"];
        return person;
    }
}
