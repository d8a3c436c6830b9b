using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;

namespace Preau.Electors.Stations;

public sealed record StationElector(long PersonId, string FirstName, string LastName, int? SupportLevel, bool IsRollOnly, Registration Registration)
{
    public string Name => $"{FirstName} {LastName}".Trim();
}

/// <summary>Those who vote at a station, in the order of its list: by birth name.</summary>
[Needs(Permission.ViewSegments)]
public sealed class ShowPage(Database db) : PageModel
{
    private const int PageSize = 50;

    public PollingStation Station { get; private set; } = new() { CommuneCode = "", CommuneName = "", Code = "", CodeKey = "", Name = "" };
    public IReadOnlyList<StationElector> Rows { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);

    public async Task<IActionResult> OnGet(long id, string? after, long afterId, CancellationToken ct)
    {
        if (await db.PollingStations.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } station) return NotFound();
        Station = station;
        var registrations = db.Registrations.AsNoTracking().Where(r => r.PollingStationId == id && r.StruckOffOn == null);
        if (after is not null) registrations = registrations.Where(r => string.Compare(r.ElectorKey, after) > 0 || (r.ElectorKey == after && r.PersonId > afterId));
        var rows = await registrations.Join(db.People, r => r.PersonId, p => p.Id, (r, p) => new { Registration = r, Person = p }).OrderBy(r => r.Registration.ElectorKey).ThenBy(r => r.Registration.PersonId).Take(PageSize + 1)
            .Select(r => new StationElector(r.Person.Id, r.Person.FirstName, r.Person.LastName, r.Person.SupportLevel, r.Person.IsRollOnly, r.Registration)).ToListAsync(ct);
        Rows = [.. rows.Take(PageSize)];
        Pager = new(after is null ? null : $"/stations/{id}", rows.Count > PageSize ? $"/stations/{id}?after={Uri.EscapeDataString(Rows[^1].Registration.ElectorKey)}&afterId={Rows[^1].PersonId}" : null);
        return Page();
    }
}
