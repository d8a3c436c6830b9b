using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.People.Profile;

[Needs(Permission.ViewPeople)]
public sealed class SourcesPage(Database db, OwnFields fields, PersonWords names) : PageModel
{
    private Dictionary<string, string> own = [];

    [FromRoute]
    public long Id { get; set; }

    public string Name { get; private set; } = "";
    public string Source { get; private set; } = "";
    public DateTimeOffset At { get; private set; }
    public IReadOnlyList<Provenance> Rows { get; private set; } = [];

    public string FieldName(string field) => field.StartsWith(CustomField.Prefix, StringComparison.Ordinal) && own.TryGetValue(field[CustomField.Prefix.Length..], out var name) ? name : names.Field(field);

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == Id, ct) is not { } person) return NotFound();
        (Name, Source, At) = (person.FullName, person.Source, person.CreatedAt);
        own = (await fields.Seen(ct)).ToDictionary(f => f.Slug, f => f.Name, StringComparer.Ordinal);
        Rows = (await db.Provenances.AsNoTracking().Where(p => p.PersonId == Id).OrderBy(p => p.Field).ToListAsync(ct)).FindAll(p => !p.Field.StartsWith(CustomField.Prefix, StringComparison.Ordinal) || own.ContainsKey(p.Field[CustomField.Prefix.Length..]));
        return Page();
    }
}
