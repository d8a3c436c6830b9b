using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Electors;

/// <summary>Beside the profile: where somebody is on the roll.</summary>
public sealed record ElectorOfPerson(long PersonId, Registration? Registration, PollingStation? Station, bool Objects, bool IsRollOnly);

[ViewComponent(Name = Name)]
public sealed class ElectorsPanel(Database db, Objections objections, CurrentAccount me) : ViewComponent
{
    public const string Name = "electors-panel";

    public async Task<IViewComponentResult> InvokeAsync(long personId)
    {
        var ct = HttpContext.RequestAborted;
        var registration = await db.Registrations.AsNoTracking().SingleOrDefaultAsync(r => r.PersonId == personId, ct);
        var objects = me.Can(Permission.EditPeople) && await objections.Has(personId, ct);
        if (registration is null && !objects) return Content("");
        var station = registration?.PollingStationId is { } id ? await db.PollingStations.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) : null;
        var isRollOnly = await db.People.Where(p => p.Id == personId).Select(p => p.IsRollOnly).SingleOrDefaultAsync(ct);
        return View("/Electors/_ElectorsPanel.cshtml", new ElectorOfPerson(personId, registration, station, objects, isRollOnly));
    }
}
