using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Mail.Domain;

/// <summary>What the DNS says of the sender's domain, and what to paste.</summary>
[Needs(Permission.ManageSettings)]
public sealed class DomainPage(Database db, NationSettings settings, CheckDomain check, MakeDkimKey makeKey, Words words) : PageModel
{
    public IReadOnlyList<DomainFinding>? Findings { get; private set; }
    public bool HasSecond { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        var mail = await settings.Get<MailSettings>(ct);
        (Findings, HasSecond) = (await check.Run(mail, ct), mail is { SecondPublicKey: not null, DkimPublicKey: not null });
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var mail = await settings.Get<MailSettings>(ct);
        if (!mail.IsComplete)
        {
            this.Warn(words["Save the sender and the relay first."]);
            return Redirect("~/settings/mail");
        }

        if (mail.DkimPublicKey is null) makeKey.Run(mail);
        if (mail.SecondPublicKey is null) makeKey.Second(mail);
        await settings.Set(mail, ct);
        await db.SaveChangesAsync(ct);
        this.Say(words["The key is made. Mail is signed from now on."]);
        return RedirectToPage();
    }

    public string Of(FindingState state) => Say(state, words);

    public static string Say(FindingState state, Words words) => state switch
    {
        FindingState.Fine => words["fine"],
        FindingState.Doubtful => words["could be better"],
        FindingState.Missing => words["missing"],
        FindingState.Wrong => words["wrong"],
        FindingState.Unknown => words["not known"],
    };

    public static string Tone(FindingState state) => state switch
    {
        FindingState.Fine => "good",
        FindingState.Doubtful => "caution",
        FindingState.Missing or FindingState.Wrong => "accent",
        FindingState.Unknown => "",
    };
}
