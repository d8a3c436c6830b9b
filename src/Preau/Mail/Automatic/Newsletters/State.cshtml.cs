using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Automatic.Newsletters;

/// <summary>Switches a newsletter on, where nothing stands in its way, or off.</summary>
[Needs(Permission.SendMail)]
public sealed class StatePage(Database db, KeepAutomatic keep, BlastChecks checks, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/mail/newsletters/{id}");

    public async Task<IActionResult> OnPost(long id, bool on, CancellationToken ct)
    {
        if (await db.Newsletters.SingleOrDefaultAsync(n => n.Id == id, ct) is not { } letter) return NotFound();
        if (on && (await checks.Run(await db.Blasts.AsNoTracking().SingleAsync(b => b.Id == letter.BlastId, ct), null, ct)).Where(p => p is { IsBlocking: true, RuleId: null }).Select(p => p.Text).ToList() is { Count: > 0 } reasons)
        {
            this.Warn(words["It stays off: {0}", string.Join(' ', reasons)]);
            return Redirect($"~/mail/newsletters/{id}");
        }

        await keep.Switch(letter, on, ct);
        this.Say(on ? words["It is on."] : words["It is off."]);
        return Redirect($"~/mail/newsletters/{id}");
    }
}
