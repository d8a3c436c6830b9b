using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Mail;

/// <summary>Sends one mail with the settings as they are saved, and says what the relay answered.</summary>
[Needs(Permission.ManageSettings)]
public sealed class MailTestPage(Database db, NationSettings settings, TestRelay relay, TestMailboxes mailboxes, CurrentNation nation, Words words, TimeProvider clock) : PageModel
{
    public IActionResult OnGet() => Redirect("~/settings/mail");

    public async Task<IActionResult> OnPost(string? to, CancellationToken ct)
    {
        if (!EmailAddress.TryParse(to, out var address))
        {
            this.Warn(words["That is not a mail address."]);
            return Redirect("~/settings/mail");
        }

        var mail = await settings.Get<MailSettings>(ct);
        if (!mail.IsComplete)
        {
            this.Warn(words["Save the sender and the relay first."]);
            return Redirect("~/settings/mail");
        }

        if (await mailboxes.WhyNot([address.Address], ct) is { } reason)
        {
            this.Warn(reason);
            return Redirect("~/settings/mail");
        }

        switch (await relay.Run(mail, address.Address, words["Test from {0}", nation.Facts.Name], words["If you read this, mail leaves as it should."], ct))
        {
            case RelayTest.Sent:
                mail.TestedAt = clock.GetUtcNow();
                await settings.Set(mail, ct);
                await db.SaveChangesAsync(ct);
                this.Say(words["The relay took the test. Look into the mailbox of {0}.", address.Address]);
                break;
            case RelayTest.Failed failed:
                this.Warn(failed.IsAnswer ? words["The relay refused: {0}", failed.Reason] : words["The test was not sent. {0}", RelayTrouble.In(words, failed.Reason)]);
                break;
            default: throw new System.Diagnostics.UnreachableException();
        }

        return Redirect("~/settings/mail");
    }
}
