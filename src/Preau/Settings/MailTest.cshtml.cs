using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Settings;

/// <summary>Sends one mail with the settings as they are saved, and says what the relay answered.</summary>
[Needs(Permission.ManageSettings)]
public sealed class MailTestPage(NationSettings settings, TestRelay relay, CurrentNation nation, Words words) : PageModel
{
    public IActionResult OnGet() => Redirect("~/settings/mail");

    public async Task<IActionResult> OnPost(string? to, CancellationToken ct)
    {
        if (!EmailAddress.TryParse(to, out var address))
        {
            this.Say(words["That is not a mail address."]);
            return Redirect("~/settings/mail");
        }

        this.Say(await relay.Run(await settings.Get<MailSettings>(ct), address.Address, words["Test from {0}", nation.Facts.Name], words["If you read this, mail leaves as it should."], ct) switch
        {
            RelayTest.Sent => words["The relay took the test. Look into the mailbox of {0}.", address.Address],
            RelayTest.Failed failed => words["The relay refused: {0}", failed.Reason],
            _ => throw new System.Diagnostics.UnreachableException(),
        });
        return Redirect("~/settings/mail");
    }
}
