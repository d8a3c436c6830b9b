using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Electors.Votes;

namespace Preau.Electors;

/// <summary>Beside the profile: where somebody is on the roll.</summary>
public sealed record ElectorOfPerson(long PersonId, Registration? Registration, PollingStation? Station, bool Objects, bool LeavesNothing, VoterFacts? Voter, IReadOnlyList<(Election Election, Ballot Ballot)> Ballots);

[ViewComponent(Name = Name)]
public sealed class ElectorsPanel(Database db, Objections objections, CurrentAccount me) : ViewComponent
{
    public const string Name = "electors-panel";
    private const int BallotsShown = 8;

    public async Task<IViewComponentResult> InvokeAsync(long personId)
    {
        var ct = HttpContext.RequestAborted;
        var registration = await db.Registrations.AsNoTracking().SingleOrDefaultAsync(r => r.PersonId == personId, ct);
        var objects = me.Can(Permission.EditPeople) && await objections.Has(personId, ct);
        var voter = await db.VoterFacts.AsNoTracking().SingleOrDefaultAsync(f => f.PersonId == personId, ct);
        var ballots = await db.Ballots.AsNoTracking().Where(b => b.PersonId == personId).Join(db.Elections, b => b.ElectionId, e => e.Id, (b, e) => new { Ballot = b, Election = e })
            .OrderByDescending(b => b.Election.HeldOn).ThenByDescending(b => b.Election.Id).Take(BallotsShown).ToListAsync(ct);
        if (registration is null && voter is null && ballots.Count == 0 && !objects) return Content("");
        var station = registration?.PollingStationId is { } id ? await db.PollingStations.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) : null;
        return View("/Electors/_ElectorsPanel.cshtml", new ElectorOfPerson(personId, registration, station, objects, await objections.LeavesNothing(personId, ct), voter, [.. ballots.Select(b => (b.Election, b.Ballot))]));
    }
}
