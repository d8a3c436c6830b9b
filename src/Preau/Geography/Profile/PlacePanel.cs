using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Geography;

public sealed record AreaOfPerson(long Id, string Set, BoundaryKind Kind, string Label);

/// <summary>Beside the profile: how well it is known where they live, and within which areas.</summary>
public sealed record PlaceOfPerson(long PersonId, PersonPlace? Place, bool IsByHand, bool IsMoved, bool HasAddress, IReadOnlyList<AreaOfPerson> Areas);

[ViewComponent(Name = Name)]
public sealed class PlacePanel(Database db, CurrentAccount me) : ViewComponent
{
    public const string Name = "place-panel";

    public async Task<IViewComponentResult> InvokeAsync(long personId)
    {
        var ct = HttpContext.RequestAborted;
        var place = await db.PersonPlaces.AsNoTracking().SingleOrDefaultAsync(p => p.PersonId == personId, ct);
        var hand = await db.PlacedByHands.AsNoTracking().Where(p => p.PersonId == personId).OrderByDescending(p => p.PlacedAt).ThenByDescending(p => p.Id).FirstOrDefaultAsync(ct);
        var address = PlacePeople.AddressOf(await db.PersonAddresses.AsNoTracking().Where(a => a.PersonId == personId).ToListAsync(ct));
        var areas = await db.PersonBoundaries.Where(b => b.PersonId == personId).Join(db.Boundaries, p => p.BoundaryId, b => b.Id, (p, b) => new { b.Id, b.Name, b.Code, b.BoundarySetId })
            .Join(db.BoundarySets.Where(s => s.RemovedAt == null), b => b.BoundarySetId, s => s.Id, (b, s) => new { b.Id, b.Name, b.Code, Set = s.Name, s.Kind }).OrderBy(a => a.Kind).ThenBy(a => a.Set).Take(20).ToListAsync(ct);
        if (place is null && hand is null && areas.Count == 0 && (address is null || !me.Can(Permission.EditPeople))) return Content("");
        return View("/Geography/Profile/_PlacePanel.cshtml", new PlaceOfPerson(
            personId, place, hand is not null, hand is not null && address is not null && PlacePeople.KeyOf(address) != hand.AddressKey, address is not null, [.. areas.Select(a => new AreaOfPerson(a.Id, a.Set, a.Kind, Boundary.LabelOf(a.Name, a.Code)))]));
    }
}
