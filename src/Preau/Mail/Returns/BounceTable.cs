using System.Text.RegularExpressions;

namespace Preau.Mail.Returns;

/// <summary>Why a mail came back, by status (RFC 3463), by the words that servers use, and by the bare code of SMTP, in this order of trust.</summary>
public static partial class BounceTable
{
    // The longest beginning counts. What is missing says too little: the words decide.
    private static readonly Dictionary<string, BounceKind> Statuses = new(StringComparer.Ordinal)
    {
        ["5.1"] = BounceKind.Hard,
        ["5.1.0"] = BounceKind.Soft,
        ["5.1.5"] = BounceKind.Soft,
        ["5.1.7"] = BounceKind.Policy,
        ["5.1.8"] = BounceKind.Policy,
        ["5.1.9"] = BounceKind.Policy,
        ["5.2.1"] = BounceKind.Hard,
        ["5.2.2"] = BounceKind.Soft,
        ["5.2.3"] = BounceKind.Policy,
        ["5.2.4"] = BounceKind.Soft,
        ["5.3"] = BounceKind.Soft,
        ["5.3.4"] = BounceKind.Policy,
        ["5.4"] = BounceKind.Soft,
        ["5.4.4"] = BounceKind.Hard,
        ["5.5.4"] = BounceKind.Policy,
        ["5.6"] = BounceKind.Policy,
        ["5.7.2"] = BounceKind.Block,
        ["5.7.5"] = BounceKind.Policy,
        ["5.7.7"] = BounceKind.Policy,
        ["5.7.9"] = BounceKind.Policy,
        ["5.7.20"] = BounceKind.Policy,
        ["5.7.21"] = BounceKind.Policy,
        ["5.7.22"] = BounceKind.Policy,
        ["5.7.23"] = BounceKind.Policy,
        ["5.7.24"] = BounceKind.Policy,
        ["5.7.25"] = BounceKind.Policy,
        ["5.7.26"] = BounceKind.Policy,
        ["5.7.27"] = BounceKind.Policy,
        ["5.7.28"] = BounceKind.Block,
        ["5.7.509"] = BounceKind.Policy,
        ["5.7.515"] = BounceKind.Policy,
        ["4.7"] = BounceKind.Block,
        ["4"] = BounceKind.Soft,
    };

    // In this order: what speaks of our signature may name a filter, and what speaks of a filter may call the mailbox unavailable.
    private static readonly (BounceKind Kind, Regex Words)[] Phrases =
    [
        (BounceKind.Policy, Policies()), (BounceKind.Block, Blocks()), (BounceKind.Soft, Fulls()), (BounceKind.Hard, Nobodies()), (BounceKind.Soft, Laters()),
    ];

    private static readonly Dictionary<int, BounceKind> Codes = new()
    {
        [550] = BounceKind.Hard,
        [551] = BounceKind.Hard,
        [553] = BounceKind.Hard,
        [556] = BounceKind.Hard,
        [552] = BounceKind.Soft,
        [554] = BounceKind.Block,
    };

    /// <param name="status">«5.1.1»; empty where none was given.</param>
    /// <param name="said">What the other server said, or the text of the mail.</param>
    /// <returns>Null where neither tells anything.</returns>
    public static BounceKind? Of(string status, string said)
    {
        var given = Status(status) is { Length: > 0 } alone ? alone : Status(said);
        var words = Phrases.Where(p => p.Words.IsMatch(said)).Select(p => (BounceKind?)p.Kind).FirstOrDefault();
        // Servers also give these where the sender displeases them, or too much comes at once: what else they say weighs more.
        if (given is "5.1.0" or "5.2.1" && words is not null) return words;
        if ((Known(given) ?? words) is { } kind) return kind;
        if (given.StartsWith("5.7.", StringComparison.Ordinal)) return BounceKind.Block;
        if (given.Length == 0 && Code().Match(said) is { Success: true } code) return code.ValueSpan[0] == '4' ? BounceKind.Soft : Codes.TryGetValue(int.Parse(code.ValueSpan, System.Globalization.CultureInfo.InvariantCulture), out var bare) ? bare : BounceKind.Soft;
        // It came back for good, for a reason that says nothing of the address.
        return given.Length > 0 ? BounceKind.Soft : null;
    }

    /// <summary>
    /// The same of a mail that has no report, only words, which may say anything of anybody: that nobody is there is believed where a server gives its status or code, and
    /// says so in words too.
    /// </summary>
    public static BounceKind? OfText(string text) => Of("", text) is { } kind
        ? kind != BounceKind.Hard || (Nobodies().IsMatch(text) && (Status(text).Length > 0 || Answers().IsMatch(text))) ? kind : BounceKind.Soft
        : null;

    /// <summary>
    /// Of what a relay says at its door, where it may as well speak of us, of our quota or of itself: that nobody is at the address is believed where its status says just that, or where
    /// its words do. A bare code, and what servers say with it for whatever reason, says nothing of the address.
    /// </summary>
    public static bool IsNobodyThere(string said) => Of("", said) == BounceKind.Hard && (IsSure(Status(said)) || (Nobodies().IsMatch(Unclear().Replace(said, "")) && !OfUs().IsMatch(said)));

    // Whoever was switched off, or gets too much, has this one.
    private static bool IsSure(string status) => status != "5.2.1" && Known(status) == BounceKind.Hard;

    /// <summary>Not what is a part of an IP address: 195.5.1.10.</summary>
    private static string Status(string text)
    {
        foreach (var found in Statuslike().EnumerateMatches(text))
        {
            var (start, end) = (found.Index, found.Index + found.Length);
            var isPart = (start > 1 && text[start - 1] == '.' && char.IsAsciiDigit(text[start - 2])) || (end + 1 < text.Length && text[end] == '.' && char.IsAsciiDigit(text[end + 1]));
            if (!isPart) return text[start..end];
        }

        return "";
    }

    private static BounceKind? Known(string status)
    {
        for (var part = status; part.Length > 0; part = part.LastIndexOf('.') is > 0 and var dot ? part[..dot] : "")
        {
            if (Statuses.TryGetValue(part, out var kind)) return kind;
        }

        return null;
    }

    [GeneratedRegex(@"\b[45]\.\d{1,3}\.\d{1,3}\b", RegexOptions.NonBacktracking)]
    private static partial Regex Statuslike();

    [GeneratedRegex(@"\b[45][0-5]\d\b", RegexOptions.NonBacktracking)]
    private static partial Regex Code();

    [GeneratedRegex(@"(^|said:)[ \t]*5[0-5]\d\b", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Answers();

    [GeneratedRegex(@"dmarc|\bspf\b|dkim|not authenticated|unauthenticated|sender (address )?(rejected|verify failed)|reverse dns|\bptr\b|message (size )?(is )?too (large|big)|exceeds? (the )?(maximum|size)|message size exceeds", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Policies();

    [GeneratedRegex(@"spam|unsolicited|block(ed|list)|blacklist|\brbl\b|dnsbl|reputation|content (was )?(rejected|refused)|suspicious|rate.?limit|receiving (e?mail )?(too quickly|at a rate)|too many (messages|mails|connections)|access denied|not permitted|prohibit|ofr_|lpn00", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"quota|(mailbox|inbox|disk|account) (is )?full|out of (storage|space)|insufficient (system )?storage|bo.te .{0,20}pleine|plein[e]?\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Fulls();

    [GeneratedRegex(@"(unknown|invalid|no such|inactive|nonexistent|non-existent) (local )?(user|recipient|address|mailbox|account|domain)|(user|recipient|address|mailbox|account|domain)[^.]{0,60}(unknown|does( no|n.)t exist|not (found|exist|known|be found|available)|unavailable|disabled|no longer|inactive|rejected)|doesn.t have an? .{0,30}account|no mailbox here|unrouteable|unroutable|host (or domain name )?not found|couldn.t find any host|inconnu|n.existe pas", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Nobodies();

    // What RFC 5321 (4.2.3) says with 550, and Postfix with all that it refuses, whatever it is for.
    [GeneratedRegex(@"action not taken: mailbox unavailable|(recipient|address|user|mailbox|account|domain)( address)? rejected", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Unclear();

    [GeneratedRegex(@"\bsender\b|\brelay|\byour (account|address|domain|host|ip|mailbox|server)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex OfUs();

    [GeneratedRegex(@"try again|temporar|deferred|greylist|graylist|timed? ?out|expired|too busy|retry|could not be delivered within|connection refused", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Laters();
}
