using System.Text.RegularExpressions;
using Preau.Nations;
using Preau.Settings;

namespace Preau.Mail.Returns;

/// <summary>
/// The addresses of the return mailbox: «retours+b…@» is where a mail comes back to, «retours+u…@» takes its reader off the list. What stands behind
/// the sign is signed, with another secret use each, so that a mail that is sent back by mistake takes nobody off.
/// </summary>
public sealed class ReturnAddress
{
    private const char Bounced = 'b';
    private const char Leaving = 'u';
    private readonly string local;
    private readonly string domain;
    private readonly Regex tagged;

    private ReturnAddress(string local, string domain)
    {
        (this.local, this.domain) = (local, domain);
        // Some servers write a domain with accents as people read it.
        tagged = new Regex($@"{Regex.Escape(local)}\+([bu])([a-z2-7]{{8,40}})@(?:{Regex.Escape(domain)}|{Regex.Escape(HostName.Readable(domain))})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    /// <summary>Null where the campaign has no return mailbox.</summary>
    public static ReturnAddress? Of(MailSettings mail) =>
        mail.Returns?.Address is { } address && mail.ReturnDomain is { } domain ? new ReturnAddress(address[..address.LastIndexOf('@')], domain) : null;

    public string OfBounce(MailSigner signer, long blastId, long personId) => $"{local}+{Bounced}{signer.Return(blastId, personId)}@{domain}";

    public string OfLetter(MailSigner signer, long personId, string addressKey) => $"{local}+{Bounced}{signer.Letter(personId, addressKey)}@{domain}";

    public string OfLeave(MailSigner signer, long blastId, long personId) => $"{local}+{Leaving}{signer.LeaveByMail(blastId, personId)}@{domain}";

    /// <summary>Every one of these addresses that stands in a line, whoever made it.</summary>
    public IEnumerable<(bool IsLeave, string Token)> In(string line) =>
        tagged.Matches(line).Select(m => (char.ToLowerInvariant(m.Groups[1].ValueSpan[0]) == Leaving, m.Groups[2].Value));
}
