using MimeKit;

namespace Preau.Mail.Sandbox;

/// <summary>
/// What the sandbox sends back for a mail that it took: by the name before the @ its reader is gone, has a full mailbox, is behind a filter, calls it spam or is away.
/// Written as large mail services write it, to the address that the envelope names.
/// </summary>
public static class LaterMail
{
    private const string Here = "sandbox.localhost";
    private static readonly Dictionary<string, Func<CaughtMail, string, MimeEntity>> Answers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["gone"] = (mail, to) => Report(mail, to, "5.1.1", "550 5.1.1 Sent back on purpose: no such person here"),
        ["crowded"] = (mail, to) => Report(mail, to, "5.2.2", "552 5.2.2 Sent back on purpose: this mailbox is full"),
        ["filtered"] = (mail, to) => Report(mail, to, "5.7.1", "554 5.7.1 Sent back on purpose: listed on a block list"),
        ["complain"] = Complaint,
        ["away"] = (_, _) => new TextPart("plain") { Text = "I am away until Monday." },
    };

    public static IEnumerable<string> Names => Answers.Keys;

    public static IEnumerable<CaughtMail> Of(CaughtMail mail)
    {
        // Nothing is sent back about what was sent back: that is what an empty sender says.
        if (mail.Sender.Length == 0) yield break;
        foreach (var recipient in mail.Recipients)
        {
            var end = recipient.AsSpan().IndexOfAny('@', '+');
            var name = end < 0 ? recipient : recipient[..end];
            if (!Answers.TryGetValue(name, out var answer)) continue;
            using var message = new MimeMessage { Subject = name.Equals("away", StringComparison.OrdinalIgnoreCase) ? "Out of office" : "Undelivered Mail Returned to Sender", Body = answer(mail, recipient) };
            var isAway = name.Equals("away", StringComparison.OrdinalIgnoreCase);
            message.From.Add(new MailboxAddress("", isAway ? recipient : $"MAILER-DAEMON@{Here}"));
            message.To.Add(new MailboxAddress("", mail.Sender));
            message.Headers.Add("Auto-Submitted", "auto-replied");
            using var raw = new MemoryStream();
            message.WriteTo(raw);
            yield return new CaughtMail("", [mail.Sender], raw.ToArray());
        }
    }

    private static MultipartReport Report(CaughtMail mail, string to, string status, string said)
    {
        var groups = new MessageDeliveryStatus();
        groups.StatusGroups.Add(new HeaderList { { "Reporting-MTA", $"dns; {Here}" } });
        groups.StatusGroups.Add(new HeaderList { { "Final-Recipient", $"rfc822; {to}" }, { "Action", "failed" }, { "Status", status }, { "Diagnostic-Code", $"smtp; {said}" } });
        return new MultipartReport("delivery-status") { new TextPart("plain") { Text = $"Your mail was not delivered.\r\n\r\n{said}" }, groups, Headers(mail) };
    }

    private static MultipartReport Complaint(CaughtMail mail, string to)
    {
        var report = new MessageFeedbackReport();
        report.Fields.Add("Feedback-Type", "abuse");
        report.Fields.Add("User-Agent", "Sandbox/1");
        report.Fields.Add("Version", "1");
        report.Fields.Add("Original-Rcpt-To", to);
        return new MultipartReport("feedback-report") { new TextPart("plain") { Text = "Somebody called this mail spam." }, report, Headers(mail) };
    }

    private static TextRfc822Headers Headers(CaughtMail mail)
    {
        using var stream = new MemoryStream(mail.Raw, writable: false);
        return new TextRfc822Headers { Message = new MimeMessage(HeaderList.Load(stream)) };
    }
}
