namespace Preau.Mail;

/// <summary>The secret that the addresses in a nation's mails are signed with.</summary>
public sealed class MailLinkSettings
{
    public string Key { get; set; } = "";
}
