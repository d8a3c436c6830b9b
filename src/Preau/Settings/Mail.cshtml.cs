using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Settings;

public sealed class MailForm : IValidatableObject
{
    [StringLength(80), Display(Name = "Name of the sender")]
    public string? SenderName { get; set; }

    [Required, MailAddress, StringLength(254), Display(Name = "Address of the sender")]
    public string? SenderAddress { get; set; }

    [MailAddress, StringLength(254), Display(Name = "Answers go to")]
    public string? ReplyTo { get; set; }

    [Required, StringLength(253), Display(Name = "Relay")]
    public string? RelayHost { get; set; }

    [Required, Range(1, 65535), Display(Name = "Port")]
    public int? RelayPort { get; set; } = 587;

    [Display(Name = "Encryption")]
    public RelaySecurity Security { get; set; } = RelaySecurity.StartTls;

    [StringLength(200), Display(Name = "User name")]
    public string? UserName { get; set; }

    [StringLength(200), Display(Name = "Relay password")]
    public string? Password { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var words = validationContext.GetRequiredService<Words>();
        if (RelayHost is not { Length: > 0 } host) yield break;
        if (WhyNot(host.Trim(), words) is { } unreadable) yield return new ValidationResult(unreadable, [nameof(RelayHost)]);
        if (WhyNot(Security, host.Trim(), words) is { } open) yield return new ValidationResult(open, [nameof(Security)]);
    }

    /// <summary>Why no relay can have this name; null where one can.</summary>
    public static string? WhyNot(string host, Words words) => Uri.CheckHostName(host) != UriHostNameType.Unknown ? null
        : words["Write the name of the relay alone, such as smtp.exemple.fr; the port has its own field."];

    /// <summary>Why a relay may not be spoken to like that; null where it may.</summary>
    public static string? WhyNot(RelaySecurity security, string host, Words words) => security != RelaySecurity.None || Loopback.Is(host) ? null
        : words["Without encryption, mails and the relay’s password could be read on their way. Only a relay on this machine does without: choose STARTTLS or TLS."];
}

[Needs(Permission.ManageSettings)]
public sealed class MailPage(Database db, NationSettings settings, Seal seal, Words words) : PageModel
{
    [BindProperty]
    public MailForm Form { get; set; } = new();

    public MailSettings Mail { get; private set; } = new();

    public bool HasPassword => Mail.SealedPassword is not null;

    public IEnumerable<SelectListItem> Securities => SecuritiesIn(words);

    public static IEnumerable<SelectListItem> SecuritiesIn(Words words) =>
    [
        new(words["STARTTLS"], nameof(RelaySecurity.StartTls)), new(words["TLS from the start"], nameof(RelaySecurity.Tls)), new(words["None (only on this machine)"], nameof(RelaySecurity.None)),
    ];

    public async Task OnGet(CancellationToken ct)
    {
        Mail = await settings.Get<MailSettings>(ct);
        Form = new MailForm
        {
            SenderName = Mail.SenderName, SenderAddress = Mail.SenderAddress, ReplyTo = Mail.ReplyTo, RelayHost = Mail.RelayHost,
            RelayPort = Mail.RelayPort, Security = Mail.Security, UserName = Mail.UserName,
        };
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        Mail = await settings.Get<MailSettings>(ct);
        if (!ModelState.IsValid) return this.Again();
        var domain = Mail.SenderDomain;
        var before = (Mail.RelayHost, Mail.RelayPort, Mail.Security, Mail.UserName, Mail.SenderAddress);
        (Mail.SenderName, Mail.SenderAddress, Mail.ReplyTo) = (Form.SenderName?.Trim(), Form.SenderAddress?.Trim(), Form.ReplyTo?.Trim());
        (Mail.RelayHost, Mail.RelayPort, Mail.Security, Mail.UserName) = (Form.RelayHost?.Trim(), Form.RelayPort ?? Mail.RelayPort, Form.Security, Form.UserName?.Trim());
        // A password is for the relay it was given for: who may change settings must not send it to a server of their own.
        if ((before.RelayHost, before.RelayPort) != (Mail.RelayHost, Mail.RelayPort)) Mail.SealedPassword = null;
        if (!string.IsNullOrEmpty(Form.Password)) Mail.SealedPassword = seal.Close(Form.Password, RelayClient.PasswordUse);
        if (before != (Mail.RelayHost, Mail.RelayPort, Mail.Security, Mail.UserName, Mail.SenderAddress) || !string.IsNullOrEmpty(Form.Password)) Mail.TestedAt = null;
        await settings.Set(Mail, ct);
        await db.SaveChangesAsync(ct);
        this.Say(domain is not null && Mail.SenderDomain is { } now && now != domain
            ? words["Saved. Your mails now come from {0}, which mail services do not know as a sender: a warm-up that is set begins anew for it; without one, set it under “Pace of mails” before you write to many.", HostName.Readable(now)] : words["Saved."]);
        return RedirectToPage();
    }
}
