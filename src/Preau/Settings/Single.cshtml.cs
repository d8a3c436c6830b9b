using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Settings;

public sealed class SingleForm
{
    [Display(Name = "Send single mails by another relay")]
    public bool IsOn { get; set; }

    [StringLength(253), Display(Name = "Relay")]
    public string? Host { get; set; }

    [Range(1, 65535), Display(Name = "Port")]
    public int? Port { get; set; } = 587;

    [Display(Name = "Encryption")]
    public RelaySecurity Security { get; set; } = RelaySecurity.StartTls;

    [StringLength(200), Display(Name = "User name")]
    public string? UserName { get; set; }

    [StringLength(200), Display(Name = "Relay password")]
    public string? Password { get; set; }
}

/// <summary>The relay by which single mails leave, apart from those to many.</summary>
[Needs(Permission.ManageSettings)]
public sealed class SinglePage(Database db, NationSettings settings, RelayClient relay, Seal seal, Words words) : PageModel
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [BindProperty]
    public SingleForm Form { get; set; } = new();

    public bool HasPassword { get; private set; }
    public IEnumerable<SelectListItem> Securities => MailPage.SecuritiesIn(words);

    public async Task OnGet(CancellationToken ct)
    {
        if ((await settings.Get<MailSettings>(ct)).SingleRelay is not { } kept) return;
        HasPassword = kept.SealedPassword is not null;
        Form = new() { IsOn = true, Host = kept.Host, Port = kept.Port, Security = kept.Security, UserName = kept.UserName };
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var mail = await settings.Get<MailSettings>(ct);
        HasPassword = mail.SingleRelay?.SealedPassword is not null;
        if (Form.IsOn) Check();
        if (!ModelState.IsValid) return this.Again();
        mail.SingleRelay = Form.IsOn ? Kept(mail.SingleRelay) : null;
        if (mail.SingleRelay is not null && await WhyNot(mail, ct) is { } whyNot)
        {
            ModelState.AddModelError("", whyNot);
            return this.Again();
        }

        await settings.Set(mail, ct);
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return RedirectToPage();
    }

    private void Check()
    {
        var host = Form.Host?.Trim() ?? "";
        if (MailForm.WhyNot(host, words) is { } unreadable) ModelState.AddModelError("Form.Host", unreadable);
        else if (MailForm.WhyNot(Form.Security, host, words) is { } open) ModelState.AddModelError("Form.Security", open);
    }

    // A password is for the relay it was given for: who may change settings must not send it to a server of their own.
    private SingleRelay Kept(SingleRelay? before)
    {
        var other = new SingleRelay { Host = Form.Host?.Trim(), Port = Form.Port ?? 587, Security = Form.Security, UserName = Form.UserName?.Trim() };
        other.SealedPassword = !string.IsNullOrEmpty(Form.Password) ? seal.Close(Form.Password, RelayClient.PasswordUse)
            : before is not null && (before.Host, before.Port) == (other.Host, other.Port) ? before.SealedPassword : null;
        return other;
    }

    private async Task<string?> WhyNot(MailSettings mail, CancellationToken ct)
    {
        try
        {
            using var smtp = await relay.Open(mail.ForSingle(), Patience, ct);
            await smtp.DisconnectAsync(quit: true, ct);
            return null;
        }
        catch (Exception trouble) when (RelayClient.IsTrouble(trouble))
        {
            return words["This relay does not take mails: {0}", RelayTrouble.In(words, RelayTrouble.Of(trouble))];
        }
    }
}
