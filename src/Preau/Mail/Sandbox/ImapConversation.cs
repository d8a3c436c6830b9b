using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Preau.Mail.Sandbox;

/// <summary>What the mailbox server does wrong on purpose.</summary>
public enum ImapMischief
{
    None,

    /// <summary>The line goes dead in the middle of a mail.</summary>
    Drop,

    /// <summary>No answer to the first question after the log-in, ever.</summary>
    Stall,

    /// <summary>The mail is not given.</summary>
    Refuse,

    /// <summary>Far more is given than was asked for.</summary>
    Flood,
}

/// <summary>One reader of a mailbox, from greeting to goodbye: so much of RFC 3501 as a program needs that reads, searches and marks. The user name is the address; every password opens but «wrong».</summary>
public sealed partial class ImapConversation(SmtpLines lines, Mailbox mailbox, Moods moods, SmtpOptions options)
{
    private const int Flood = 8 * 1024 * 1024;
    private string? address;
    private List<long>? open;

    public async Task Run()
    {
        lines.Say("* OK sandbox.localhost IMAP4rev1: what came back is here");
        while (await lines.Read(options.MaxCommand) is { } line)
        {
            if (Command().Match(line) is not { Success: true } said) lines.Say("* BAD A command has a tag");
            else if (!await Obey(said.Groups["tag"].Value, said.Groups["verb"].Value.ToUpperInvariant(), said.Groups["rest"].Value)) break;
        }

        await lines.Flush();
    }

    private async Task<bool> Obey(string tag, string verb, string rest)
    {
        if (address is not null && moods.Imap == ImapMischief.Stall) await lines.Stall();
        switch (verb)
        {
            case "CAPABILITY":
                lines.Say("* CAPABILITY IMAP4rev1");
                break;
            case "LOGIN" when Words(rest) is [var user, var password]:
                if (password == "wrong")
                {
                    lines.Say($"{tag} NO Refused on purpose");
                    return true;
                }

                address = user;
                break;
            case "LOGOUT":
                lines.Say("* BYE Goodbye");
                lines.Say($"{tag} OK Done");
                return false;
            case "NOOP":
                break;
            case "LIST" when address is not null:
                var asked = Words(rest).LastOrDefault() ?? "";
                if (asked.Length == 0) lines.Say("* LIST (\\Noselect) \"/\" \"\"");
                else if (asked is "*" or "%" || asked.Equals("INBOX", StringComparison.OrdinalIgnoreCase)) lines.Say("* LIST () \"/\" INBOX");
                break;
            case "SELECT" or "EXAMINE" when address is not null:
                if (Words(rest) is not [var folder, ..] || !folder.Equals("INBOX", StringComparison.OrdinalIgnoreCase))
                {
                    lines.Say($"{tag} NO There is no such folder");
                    return true;
                }

                Select();
                lines.Say($"{tag} OK {(verb == "SELECT" ? "[READ-WRITE]" : "[READ-ONLY]")} Done");
                return true;
            case "CLOSE" when open is not null:
                open = null;
                break;
            case "UID" when open is not null && moods.Imap == ImapMischief.Refuse && Body().IsMatch(rest) && Among(Set().Match(rest).Value).Any(id => id >= moods.ImapFrom):
                lines.Say($"{tag} NO Refused on purpose");
                return true;
            case "UID" when open is not null && rest.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space && Uid(rest[..space].ToUpperInvariant(), rest[(space + 1)..]):
                break;
            default:
                lines.Say($"{tag} BAD Not now, or not here");
                return true;
        }

        lines.Say($"{tag} OK Done");
        return true;
    }

    private void Select()
    {
        open = mailbox.To(address ?? "");
        lines.Say("* FLAGS (\\Seen)");
        lines.Say(string.Create(CultureInfo.InvariantCulture, $"* {open.Count} EXISTS"));
        lines.Say("* 0 RECENT");
        lines.Say("* OK [PERMANENTFLAGS (\\Seen)] Kept until the sandbox ends");
        lines.Say(string.Create(CultureInfo.InvariantCulture, $"* OK [UIDVALIDITY {mailbox.Born}] Since then"));
        lines.Say(string.Create(CultureInfo.InvariantCulture, $"* OK [UIDNEXT {(open.Count == 0 ? 1 : open[^1] + 1)}] Next"));
    }

    private bool Uid(string verb, string rest)
    {
        switch (verb)
        {
            case "SEARCH":
                var found = Among(Set().Match(rest) is { Success: true } set ? set.Value : "1:*").Where(id => !rest.Contains("UNSEEN", StringComparison.OrdinalIgnoreCase) && !rest.Contains("NOT SEEN", StringComparison.OrdinalIgnoreCase) || !moods.IsSeen(id));
                lines.Say("* SEARCH" + string.Concat(found.Select(id => string.Create(CultureInfo.InvariantCulture, $" {id}"))));
                return true;
            case "STORE" when Set().Match(rest) is { Success: true } marked:
                foreach (var id in Among(marked.Value)) moods.See(id);
                return true;
            case "FETCH" when Set().Match(rest) is { Success: true } asked:
                foreach (var id in Among(asked.Value)) Fetch(id, rest);
                return true;
            default:
                return false;
        }
    }

    private void Fetch(long id, string asked)
    {
        if (mailbox.Find(id) is not var (_, raw)) return;
        var said = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"* {(open?.IndexOf(id) ?? 0) + 1} FETCH (UID {id}"));
        if (asked.Contains("FLAGS", StringComparison.OrdinalIgnoreCase)) said.Append(moods.IsSeen(id) ? " FLAGS (\\Seen)" : " FLAGS ()");
        if (asked.Contains("RFC822.SIZE", StringComparison.OrdinalIgnoreCase)) said.Append(CultureInfo.InvariantCulture, $" RFC822.SIZE {raw.Length}");
        if (Body().Match(asked) is not { Success: true } body)
        {
            lines.Say(said.Append(')').ToString());
            return;
        }

        var from = body.Groups["from"] is { Success: true } start ? int.Parse(start.ValueSpan, CultureInfo.InvariantCulture) : 0;
        var count = body.Groups["count"] is { Success: true } most ? int.Parse(most.ValueSpan, CultureInfo.InvariantCulture) : int.MaxValue;
        var part = raw.AsSpan(Math.Min(from, raw.Length));
        if (part.Length > count) part = part[..count];
        if (moods.Imap == ImapMischief.Flood && id >= moods.ImapFrom) part = new byte[Flood];
        lines.Say(said.Append(CultureInfo.InvariantCulture, $" BODY[]{(body.Groups["from"].Success ? $"<{from}>" : "")} {{{part.Length}}}").ToString());
        if (moods.Imap == ImapMischief.Drop && id >= moods.ImapFrom) throw new LineDead("dropped on purpose");
        lines.Give(part);
        lines.Say(")");
    }

    /// <summary>Those of «3:7,12:*» that are there.</summary>
    private IEnumerable<long> Among(string set)
    {
        var ranges = set.Split(',').Select(r => r.Split(':')).Select(r => (From: Number(r[0]), To: Number(r[^1]))).Select(r => (From: Math.Min(r.From, r.To), To: Math.Max(r.From, r.To))).ToList();
        return (open ?? []).Where(id => ranges.Exists(r => id >= r.From && id <= r.To));
    }

    private long Number(string text) => text == "*" ? open is [.., var last] ? Math.Max(last, 1) : 1 : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string[] Words(string rest) => [.. Word().Matches(rest).Select(m => m.Groups["quoted"].Success ? m.Groups["quoted"].Value.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal) : m.Value)];

    [GeneratedRegex(@"^(?<tag>[A-Za-z0-9.]+) (?<verb>[A-Za-z]+) ?(?<rest>.*)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Command();

    [GeneratedRegex(@"""(?<quoted>(\\.|[^""\\])*)""|[^\s()""]+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    [GeneratedRegex(@"\b\d+(:(\d+|\*))?(,\d+(:(\d+|\*))?)*", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Set();

    [GeneratedRegex(@"BODY(\.PEEK)?\[\](<(?<from>\d{1,9})\.(?<count>\d{1,9})>)?", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Body();
}
