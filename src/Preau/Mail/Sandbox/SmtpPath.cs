namespace Preau.Mail.Sandbox;

/// <summary>«&lt;address&gt; PARAMETER=VALUE …», as MAIL FROM and RCPT TO carry it.</summary>
public sealed record SmtpPath(string Address, IReadOnlyList<string> Parameters)
{
    /// <summary>Null when it is not written as RFC 5321 says. The address may be empty: that is the sender of mails about mails.</summary>
    public static SmtpPath? Parse(string text)
    {
        if (!text.StartsWith('<')) return null;
        var (end, isQuoted) = (1, false);
        for (; end < text.Length && (isQuoted || text[end] != '>'); end++)
        {
            if (text[end] == '"') isQuoted = !isQuoted;
            else if (isQuoted && text[end] == '\\') end++;
        }
        if (end >= text.Length) return null;
        var address = text[1..end];
        // «<@relay.example:user@host.example>» is how mails were routed in 1982: the route is read over, as RFC 5321 says.
        if (address.StartsWith('@') && address.IndexOf(':', StringComparison.Ordinal) is > 0 and var route) address = address[(route + 1)..];
        var rest = text[(end + 1)..];
        if (rest.Length > 0 && rest[0] != ' ') return null;
        return address.Length > 320 || address.Any(c => c <= ' ' || c == 127) ? null : new(address, rest.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    public bool IsMailbox => Address.LastIndexOf('@') is > 0 and var at && at < Address.Length - 1;

    public bool IsAscii => Address.All(char.IsAscii);
}
