using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Memberships;

public sealed record MembershipLine(PersonMembership Membership, string Type, MembershipStatus Status);

public sealed record MembershipsOfPerson(long PersonId, IReadOnlyList<MembershipLine> Lines);

/// <summary>What somebody is a member of, beside their profile.</summary>
[ViewComponent(Name = Name)]
public sealed class MembershipsPanel(Database db, Standing standing, CurrentAccount me) : ViewComponent
{
    public const string Name = "memberships-panel";

    public async Task<IViewComponentResult> InvokeAsync(long personId)
    {
        if (!me.Can(Permission.ViewSegments)) return Content("");
        var ct = HttpContext.RequestAborted;
        var lines = await MembershipRows.Of(db, standing, personId, ct);
        if (lines.Count == 0 && !await db.MembershipTypes.AnyAsync(t => t.RemovedAt == null, ct)) return Content("");
        return View("/Memberships/_MembershipsPanel.cshtml", new MembershipsOfPerson(personId, lines));
    }
}
