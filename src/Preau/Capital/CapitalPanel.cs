using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Capital;

public sealed record CapitalOfPerson(CapitalBalance Balance);

/// <summary>What somebody earned and spent, beside their profile.</summary>
[ViewComponent(Name = Name)]
public sealed class CapitalPanel(Database db, CapitalLedger ledger, CurrentAccount me) : ViewComponent
{
    public const string Name = "capital-panel";

    public async Task<IViewComponentResult> InvokeAsync(long personId)
    {
        if (!me.Can(Permission.ViewSegments)) return Content("");
        var ct = HttpContext.RequestAborted;
        var balance = await ledger.Balance(personId, ct);
        var hasTypes = balance is not { EarnedCents: 0, SpentCents: 0 } || await db.CapitalTypes.AnyAsync(t => t.RemovedAt == null, ct);
        return hasTypes ? View("/Capital/_CapitalPanel.cshtml", new CapitalOfPerson(balance)) : Content("");
    }
}
