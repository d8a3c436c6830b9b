using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Mail.Returns;

/// <summary>Which provider tells by webhook what came back.</summary>
[Needs(Permission.ManageSettings)]
public sealed class SourcePage(Database db, NationSettings settings, Seal seal, Words words) : PageModel
{
    private const int LongestSecret = 200;

    public IActionResult OnGet() => Redirect("~/settings/mail/returns");

    public async Task<IActionResult> OnPost(string? source, string? secret, CancellationToken ct)
    {
        var mail = await settings.Get<MailSettings>(ct);
        var (known, key) = (ReturnSources.Find(source), secret?.Trim() ?? "");
        if (known is not null && (key.Length > LongestSecret || (key.Length == 0 && mail.ReturnSource != known.Name)))
        {
            this.Warn(words["Write the signing key that the provider shows beside its webhooks: by it Préau knows its calls."]);
            return Redirect("~/settings/mail/returns");
        }

        if (known is null) mail.SealedReturnSecret = null;
        else if (key.Length > 0) mail.SealedReturnSecret = seal.Close(key, ReturnSources.SecretUse);
        mail.ReturnSource = known?.Name;
        await settings.Set(mail, ct);
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return Redirect("~/settings/mail/returns");
    }
}
