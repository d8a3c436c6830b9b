using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.Rendering;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Mail.Returns;

public class MailboxForm : IValidatableObject
{
    // Of 64 signs that stand before the @, what is signed takes up to half.
    private const int LongestLocal = 24;

    [MailAddress, StringLength(254), Display(Name = "Address of the mailbox")]
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

    /// <summary>Something is added behind the name, so that the name may not be long.</summary>
    protected virtual bool IsTagged => true;

    public bool IsNone => string.IsNullOrWhiteSpace(Address);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var words = validationContext.GetRequiredService<Words>();
        if (Address?.Trim() is not { Length: > 0 } address) yield break;
        var local = address.Split('@')[0];
        if (IsTagged && (local.Length > LongestLocal || !local.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')))
        {
            yield return new ValidationResult(words["Before the @, at most {0} letters, figures, dots and hyphens: what tells who a mail was for is added behind a plus.", LongestLocal], [nameof(Address)]);
        }

        if (string.IsNullOrWhiteSpace(Host) || Uri.CheckHostName(Host.Trim()) == UriHostNameType.Unknown) yield return new ValidationResult(words["Write the name of the mail server alone, such as imap.exemple.fr."], [nameof(Host)]);
        else if (Security == RelaySecurity.None && !Loopback.Is(Host.Trim())) yield return new ValidationResult(words["Without encryption, the mailbox’s password could be read on its way. Only a server on this machine does without: choose STARTTLS or TLS."], [nameof(Security)]);
        if (string.IsNullOrWhiteSpace(UserName)) yield return new ValidationResult(words["Write the user name of the mailbox."], [nameof(UserName)]);
    }

    /// <param name="before">Whose password goes on where nothing else changed.</param>
    /// <param name="seal">Closes a new one.</param>
    /// <returns>Null where there is to be none.</returns>
    public ReturnMailboxSettings? Settings(ReturnMailboxSettings? before, Seal seal)
    {
        if (IsNone) return null;
        var now = new ReturnMailboxSettings
        {
            Address = Address?.Trim(), Host = Host?.Trim(), Port = Port ?? 993, Security = Security, UserName = UserName?.Trim(),
            Folder = string.IsNullOrWhiteSpace(Folder) ? "INBOX" : Folder.Trim(),
        };
        // A password is for the server it was given for: who may change settings must not send it to one of their own.
        if (!string.IsNullOrEmpty(Password)) now.SealedPassword = seal.Close(Password, ReturnClient.PasswordUse);
        else if ((before?.Host, before?.Port, before?.Security) == (now.Host, now.Port, now.Security)) now.SealedPassword = before?.SealedPassword;
        return now;
    }

    public void Fill(ReturnMailboxSettings kept) => (Address, Host, Port, Security, UserName, Folder) = (kept.Address, kept.Host, kept.Port, kept.Security, kept.UserName, kept.Folder);
}

/// <summary>The fields of a mailbox on a page.</summary>
public sealed record MailboxFields(MailboxForm Form, bool HasPassword, Words Words)
{
    public IEnumerable<SelectListItem> Securities => MailPage.SecuritiesIn(Words);
}
