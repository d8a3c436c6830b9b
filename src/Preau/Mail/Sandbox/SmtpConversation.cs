using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Preau.Mail.Sandbox;

/// <summary>One client, from greeting to goodbye, as RFC 5321 has it: SIZE, 8BITMIME, PIPELINING, CHUNKING, SMTPUTF8, and a log-in that anything opens.</summary>
public sealed class SmtpConversation(SmtpLines lines, Mailbox mailbox, Moods moods, SmtpOptions options, Room room) : IDisposable
{
    private const int MostMistakes = 20;
    private MailInHand? mail;
    private bool isGreeted;
    private bool isExtended;
    private bool isSignedIn;
    private int mistakes;

    public async Task Run()
    {
        if (moods.Switch == Mischief.Closed)
        {
            lines.Say("421 4.3.2 Closed on purpose");
            return;
        }
        lines.Say("220 sandbox.localhost ESMTP: every mail stays here");
        while (await lines.Read(options.MaxCommand) is var line)
        {
            if (line is null) Wrong("500 5.5.2 The line is too long");
            else if (!await Obey(line)) break;
            if (mistakes < MostMistakes) continue;
            lines.Say("421 4.7.0 Too many mistakes");
            break;
        }
        await lines.Flush();
    }

    public void Dispose() => mail?.Dispose();

    /// <summary>False: the conversation is over.</summary>
    private async Task<bool> Obey(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var (verb, rest) = space < 0 ? (line, "") : (line[..space], line[(space + 1)..].Trim());
        switch (verb.ToUpperInvariant())
        {
            case "EHLO":
                Greet(rest, isExtended: true);
                return true;
            case "HELO":
                Greet(rest, isExtended: false);
                return true;
            case "MAIL":
                From(rest);
                return true;
            case "RCPT":
                return await To(rest);
            case "DATA":
                return await Data();
            case "BDAT":
                return await Block(rest);
            case "AUTH":
                return await SignIn(rest);
            case "RSET":
                Forget();
                lines.Say("250 2.0.0 Forgotten");
                return true;
            case "NOOP":
                lines.Say("250 2.0.0 Yes");
                return true;
            case "VRFY":
                lines.Say("252 2.1.5 Send it and see");
                return true;
            case "HELP":
                lines.Say("214 2.0.0 RFC 5321");
                return true;
            case "QUIT":
                lines.Say("221 2.0.0 Goodbye");
                return false;
            default:
                Wrong("500 5.5.1 Not a command here");
                return true;
        }
    }

    private void Greet(string name, bool isExtended)
    {
        if (name.Length == 0)
        {
            Wrong("501 5.5.4 Say who you are");
            return;
        }
        Forget();
        (isGreeted, this.isExtended) = (true, isExtended);
        if (!isExtended)
        {
            lines.Say("250 sandbox.localhost");
            return;
        }
        string[] can = ["sandbox.localhost", "PIPELINING", string.Create(CultureInfo.InvariantCulture, $"SIZE {options.MaxMail}"), "8BITMIME", .. options.HasUtf8 ? ["SMTPUTF8"] : Array.Empty<string>(), "CHUNKING", "ENHANCEDSTATUSCODES", "AUTH PLAIN LOGIN", "HELP"];
        for (var i = 0; i < can.Length; i++) lines.Say($"250{(i == can.Length - 1 ? ' ' : '-')}{can[i]}");
    }

    private void From(string rest)
    {
        if (!isGreeted || mail is not null)
        {
            Wrong(mail is null ? "503 5.5.1 Say EHLO first" : "503 5.5.1 There is a sender already");
            return;
        }
        if (!rest.StartsWith("FROM:", StringComparison.OrdinalIgnoreCase) || SmtpPath.Parse(rest[5..].TrimStart()) is not { } path || path.Address.Length > 0 && !path.IsMailbox)
        {
            Wrong("501 5.1.7 Not an address: MAIL FROM:<someone@example.org>");
            return;
        }
        var isUnicode = options.HasUtf8 && path.Parameters.Contains("SMTPUTF8", StringComparer.OrdinalIgnoreCase);
        var size = path.Parameters.FirstOrDefault(p => p.StartsWith("SIZE=", StringComparison.OrdinalIgnoreCase));
        if (path.Parameters.Any(p => !IsKnown(p)) || (path.Parameters.Count > 0 && !isExtended))
        {
            Wrong("555 5.5.4 A parameter is not known");
            return;
        }
        if (!isUnicode && !path.IsAscii)
        {
            Wrong("553 5.6.7 Such an address needs SMTPUTF8");
            return;
        }
        if (size is not null && (!long.TryParse(size.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) || bytes > options.MaxMail))
        {
            lines.Say($"552 5.3.4 Larger than {options.MaxMail} bytes");
            return;
        }
        mail = new MailInHand(path.Address, isUnicode, options, room);
        lines.Say("250 2.1.0 Sender taken");
    }

    private static bool IsKnown(string parameter) => parameter.ToUpperInvariant() is "SMTPUTF8" or "BODY=7BIT" or "BODY=8BITMIME"
        || parameter.StartsWith("SIZE=", StringComparison.OrdinalIgnoreCase) || parameter.StartsWith("AUTH=", StringComparison.OrdinalIgnoreCase);

    private async Task<bool> To(string rest)
    {
        if (mail is null || mail.IsInBlocks)
        {
            Wrong("503 5.5.1 MAIL comes first");
            return true;
        }
        if (!rest.StartsWith("TO:", StringComparison.OrdinalIgnoreCase) || SmtpPath.Parse(rest[3..].TrimStart()) is not { IsMailbox: true } path)
        {
            Wrong("501 5.1.3 Not an address: RCPT TO:<someone@example.org>");
            return true;
        }
        if (path.Parameters.Count > 0) Wrong("555 5.5.4 A parameter is not known");
        else if (!mail.IsUnicode && !path.IsAscii) Wrong("553 5.6.7 Such an address needs SMTPUTF8");
        else if (mail.Recipients.Count >= options.MaxRecipients) lines.Say($"452 4.5.3 More than {options.MaxRecipients} recipients");
        else await Take(mail, path.Address);
        return true;
    }

    private async Task Take(MailInHand mail, string recipient)
    {
        var mischief = moods.Of(recipient);
        switch (mischief)
        {
            case Mischief.Refuse:
                lines.Say("550 5.1.1 Refused on purpose: no such person here");
                return;
            case Mischief.Busy:
                lines.Say("451 4.7.1 Busy on purpose: come back later");
                return;
            case Mischief.Full:
                lines.Say("552 5.2.2 Refused on purpose: this mailbox is full");
                return;
            case Mischief.Closed:
                lines.Say("421 4.3.2 Closed on purpose");
                await lines.Flush();
                throw new LineDead("closed on purpose");
            case Mischief.Stall:
                await lines.Stall();
                return;
            case Mischief.None:
            case Mischief.Spam:
            case Mischief.Drop:
            case Mischief.Silent:
                if (mail.Mischief == Mischief.None) mail.Mischief = mischief;
                mail.Recipients.Add(recipient);
                lines.Say("250 2.1.5 Recipient taken");
                return;
        }
    }

    private async Task<bool> Data()
    {
        if (mail is null or { IsInBlocks: true } or { Recipients.Count: 0 })
        {
            Wrong(mail is { Recipients.Count: 0 } ? "554 5.5.1 There are no recipients" : "503 5.5.1 RCPT comes first");
            return true;
        }
        lines.Say("354 Go on, and end with a dot");
        var current = mail;
        await lines.ReadMail((piece, isFirst, isLast) =>
        {
            if (current.Mischief == Mischief.Drop) throw new LineDead("dropped on purpose");
            current.TakeLine(piece, isFirst, isLast);
        });
        return Keep(current);
    }

    private async Task<bool> Block(string rest)
    {
        var words = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is 0 or > 2 || !long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || (words.Length == 2 && !words[1].Equals("LAST", StringComparison.OrdinalIgnoreCase)))
        {
            // How much follows is not known, so what follows can't be told from commands.
            lines.Say("501 5.5.4 BDAT length [LAST]");
            return false;
        }
        if (mail is null or { Recipients.Count: 0 })
        {
            await lines.ReadBlock(length, _ => { });
            Wrong(mail is null ? "503 5.5.1 RCPT comes first" : "554 5.5.1 There are no recipients");
            return true;
        }
        var current = mail;
        current.IsInBlocks = true;
        if (current.Mischief == Mischief.Drop) throw new LineDead("dropped on purpose");
        await lines.ReadBlock(length, current.TakeBlock);
        if (words.Length == 2) return Keep(current);
        lines.Say($"250 2.0.0 {length} bytes taken");
        return true;
    }

    private bool Keep(MailInHand current)
    {
        if ((current.Problem ?? (current.Mischief == Mischief.Spam ? "554 5.7.1 Refused on purpose: this looks like spam" : null)) is { } problem)
        {
            lines.Say(problem);
            Forget();
            return true;
        }
        try
        {
            var caught = current.Caught();
            var id = mailbox.Add(caught);
            foreach (var back in LaterMail.Of(caught)) mailbox.Add(back);
            if (current.Mischief == Mischief.Silent) throw new LineDead("silent on purpose");
            lines.Say(string.Create(CultureInfo.InvariantCulture, $"250 2.0.0 Kept as {id}"));
        }
        catch (SqliteException full) when (full.SqliteErrorCode is SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_IOERR)
        {
            lines.Say("452 4.3.1 The disk of the sandbox is full");
        }
        Forget();
        return true;
    }

    private async Task<bool> SignIn(string rest)
    {
        if (!isExtended || isSignedIn || mail is not null)
        {
            Wrong("503 5.5.1 Not now");
            return true;
        }
        var words = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] questions = words.FirstOrDefault()?.ToUpperInvariant() switch
        {
            "PLAIN" => words.Length == 1 ? [""] : [],
            "LOGIN" => words.Length == 1 ? ["VXNlcm5hbWU6", "UGFzc3dvcmQ6"] : ["UGFzc3dvcmQ6"],
            _ => ["?"],
        };
        if (questions is ["?"])
        {
            Wrong("504 5.5.4 PLAIN or LOGIN");
            return true;
        }
        foreach (var question in questions)
        {
            lines.Say($"334 {question}");
            if (await lines.Read(options.MaxCommand) is not (null or "*")) continue;
            Wrong("501 5.7.0 Then not");
            return true;
        }
        isSignedIn = true;
        lines.Say("235 2.7.0 Everybody is let in");
        return true;
    }

    private void Wrong(string reply)
    {
        mistakes++;
        lines.Say(reply);
    }

    private void Forget()
    {
        mail?.Dispose();
        mail = null;
    }
}
