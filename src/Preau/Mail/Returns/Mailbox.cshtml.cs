using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Mail.Returns;

public sealed class MailboxForm : IValidatableObject
{
    // Of 64 signs that stand before the @, what is signed takes up to half.
    private const int LongestLocal = 24;

    [EmailAddress, StringLength(254), Display(Name = "Address of the mailbox")]
    public string? Address { get; set; }

    [StringLength(253), Display(Name = "Server (IMAP)")]
    public string? Host { get; set; }

    [Required, Range(1, 65535), Display(Name = "Port")]
    public int? Port { get; set; } = 993;

    [Display(Name = "Encryption")]
    public RelaySecurity Security { get; set; } = RelaySecurity.Tls;

    [StringLength(254), Display(Name = "User name")]
    public string? UserName { get; set; }

    [StringLength(200), Display(Name = "Password of the mailbox")]
    public string? Password { get; set; }

    [StringLength(100), Display(Name = "Folder")]
    public string? Folder { get; set; } = "INBOX";

    public bool IsNone => string.IsNullOrWhiteSpace(Address);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var words = validationContext.GetRequiredService<Words>();
        if (Address?.Trim() is not { Length: > 0 } address) yield break;
        var local = address.Split('@')[0];
        if (local.Length > LongestLocal || !local.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
        {
            yield return new ValidationResult(words["Before the @, at most {0} letters, figures, dots and hyphens: what tells who a mail was for is added behind a plus.", LongestLocal], [nameof(Address)]);
        }

        if (string.IsNullOrWhiteSpace(Host) || Uri.CheckHostName(Host.Trim()) == UriHostNameType.Unknown) yield return new ValidationResult(words["Write the name of the mail server alone, such as imap.exemple.fr."], [nameof(Host)]);
        else if (Security == RelaySecurity.None && !Loopback.Is(Host.Trim())) yield return new ValidationResult(words["Without encryption, the mailbox’s password could be read on its way. Only a server on this machine does without: choose STARTTLS or TLS."], [nameof(Security)]);
        if (string.IsNullOrWhiteSpace(UserName)) yield return new ValidationResult(words["Write the user name of the mailbox."], [nameof(UserName)]);
    }
}

/// <summary>Where mails come back to, and how far that was read.</summary>
[Needs(Permission.ManageSettings)]
public sealed class MailboxPage(Database db, NationSettings settings, NationDirectory directory, CurrentNation nation, Seal seal, Words words) : PageModel
{
    [BindProperty]
    public MailboxForm Form { get; set; } = new();

    public bool HasPassword { get; private set; }
    public bool IsSet { get; private set; }
    public ReturnMailbox? Mailbox { get; private set; }
    public string? Source { get; private set; }

    /// <summary>What the provider is given; null while there is none.</summary>
    public string? CallAddress { get; private set; }

    public IEnumerable<SelectListItem> Securities =>
    [
        new(words["STARTTLS"], nameof(RelaySecurity.StartTls)), new(words["TLS from the start"], nameof(RelaySecurity.Tls)), new(words["None (only on this machine)"], nameof(RelaySecurity.None)),
    ];

    public async Task OnGet(CancellationToken ct)
    {
        if ((await Load(ct)).Returns is { } kept) Form = new() { Address = kept.Address, Host = kept.Host, Port = kept.Port, Security = kept.Security, UserName = kept.UserName, Folder = kept.Folder };
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var mail = await Load(ct);
        if (!ModelState.IsValid) return this.Again();
        mail.Returns = Form.IsNone ? null : Of(mail.Returns);
        await settings.Set(mail, ct);
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return RedirectToPage();
    }

    private ReturnMailboxSettings Of(ReturnMailboxSettings? before)
    {
        var now = new ReturnMailboxSettings
        {
            Address = Form.Address?.Trim(), Host = Form.Host?.Trim(), Port = Form.Port ?? 993, Security = Form.Security, UserName = Form.UserName?.Trim(),
            Folder = string.IsNullOrWhiteSpace(Form.Folder) ? "INBOX" : Form.Folder.Trim(),
        };
        // A password is for the server it was given for: who may change settings must not send it to one of their own.
        if (!string.IsNullOrEmpty(Form.Password)) now.SealedPassword = seal.Close(Form.Password, ReturnClient.PasswordUse);
        else if ((before?.Host, before?.Port, before?.Security) == (now.Host, now.Port, now.Security)) now.SealedPassword = before?.SealedPassword;
        return now;
    }

    private async Task<MailSettings> Load(CancellationToken ct)
    {
        var mail = await settings.Get<MailSettings>(ct);
        (HasPassword, IsSet) = (mail.Returns?.SealedPassword is not null, mail.Returns is not null);
        Source = mail.ReturnSource;
        if (Source is not null) CallAddress = $"{await directory.AddressOf(nation.Facts, Surface.Site, ct)}/gateways/mail/{Source}/returns";
        if (mail.Returns?.Name is { } name) Mailbox = await db.ReturnMailboxes.AsNoTracking().SingleOrDefaultAsync(m => m.Name == name, ct);
        return mail;
    }
}
