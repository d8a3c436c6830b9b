using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People.Profile;

namespace Preau.Contacts;

/// <summary>The form above the story of a person, and beside a number that was shown for a call.</summary>
[ViewComponent(Name = Name)]
public sealed class LogFormPanel(Database db, CurrentAccount me, MakeLogForm make) : ViewComponent
{
    public const string Name = "log-contact";

    /// <param name="personId">Whom it is about.</param>
    /// <param name="task">What a number or an address was just shown for.</param>
    public async Task<IViewComponentResult> InvokeAsync(long personId, ReachTask? task = null)
    {
        var ct = HttpContext.RequestAborted;
        if (!me.Can(Permission.WriteNotes) || await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == personId, ct) is not { } person) return Content("");
        return View("/Contacts/_LogPanel.cshtml", await make.Begin(person, Method(task), null, ct));
    }

    private static ContactMethod? Method(ReachTask? task) => task switch
    {
        ReachTask.Call => ContactMethod.PhoneCall,
        ReachTask.Text => ContactMethod.TextOneToOne,
        ReachTask.Write => ContactMethod.Email,
        null => null,
    };
}
