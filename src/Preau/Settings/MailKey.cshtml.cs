using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Settings;

[Needs(Permission.ManageSettings)]
public sealed class MailKeyPage(Database db, NationSettings settings, MakeDkimKey makeKey, Words words) : PageModel
{
    public IActionResult OnGet() => Redirect("~/settings/mail");

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var mail = await settings.Get<MailSettings>(ct);
        if (!mail.IsComplete)
        {
            this.Warn(words["Save the sender and the relay first."]);
            return Redirect("~/settings/mail");
        }

        makeKey.Run(mail);
        await settings.Set(mail, ct);
        await db.SaveChangesAsync(ct);
        this.Say(words["The key is made. Mail is signed from now on."]);
        return Redirect("~/settings/mail");
    }
}
