using System.Text;
using Preau.Mail;
using Preau.Mail.Returns;
using Preau.Settings;

namespace Preau.Tests.Mail;

/// <summary>What a mail that came back says, in all the forms that servers have for it, and in those that somebody makes up.</summary>
public sealed class ReturnReaderTests
{
    private static readonly MailSettings Settings = new() { SenderAddress = "news@ada.example", Returns = new() { Address = "back@ada.example", Host = "imap.ada.example", UserName = "back" } };
    private static readonly MailSigner Signer = new([1, .. new byte[31]], new NationId(1), "https://ada.example");
    private static readonly ReturnAddress Address = ReturnAddress.Of(Settings)!;
    private static readonly ReturnedMail Mail = new(7, 4211);
    private static readonly string Back = Address.OfBounce(Signer, 7, 4211);

    [Theory]
    [InlineData("5.1.1", "550 5.1.1 User unknown", BounceKind.Hard)]
    [InlineData("5.1.2", "Host or domain name not found", BounceKind.Hard)]
    [InlineData("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", BounceKind.Hard)]
    [InlineData("5.2.1", "550 5.2.1 The email account that you tried to reach is inactive", BounceKind.Hard)]
    [InlineData("5.1.0", "550 5.1.0 Sender rejected", BounceKind.Policy)]
    [InlineData("5.1.0", "550 5.1.0 Blocked for spam", BounceKind.Block)]
    [InlineData("5.1.0", "550 5.1.0 Address rejected", BounceKind.Hard)]
    [InlineData("5.1.0", "550 5.1.0 Refused", BounceKind.Soft)]
    [InlineData("5.2.1", "550-5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages", BounceKind.Block)]
    [InlineData("5.2.1", "550 5.2.1 Refused", BounceKind.Hard)]
    [InlineData("", "451 try again, 195.5.1.10 is not known yet", BounceKind.Soft)]
    [InlineData("", "451 later [5.1.1.7]", BounceKind.Soft)]
    [InlineData("5.4.4", "unable to route", BounceKind.Hard)]
    [InlineData("5.2.2", "552 5.2.2 mailbox full", BounceKind.Soft)]
    [InlineData("5.4.7", "Delivery expired", BounceKind.Soft)]
    [InlineData("4.4.1", "Connection timed out", BounceKind.Soft)]
    [InlineData("4.2.2", "over quota", BounceKind.Soft)]
    [InlineData("4.7.0", "421 4.7.0 unusual rate of mail", BounceKind.Block)]
    [InlineData("5.7.1", "554 5.7.1 Service unavailable; client host blocked using zen.spamhaus.org", BounceKind.Block)]
    [InlineData("5.7.1", "550 5.7.1 Unauthenticated email is not accepted due to the domain's DMARC policy", BounceKind.Policy)]
    [InlineData("5.7.1", "550 5.7.1 Recipient address rejected: user unknown", BounceKind.Hard)]
    [InlineData("5.7.26", "550-5.7.26 This mail has been blocked because the sender is unauthenticated.", BounceKind.Policy)]
    [InlineData("5.7.515", "550 5.7.515 Access denied, sending domain does not meet the required authentication level", BounceKind.Policy)]
    [InlineData("5.0.0", "550 no such user here", BounceKind.Hard)]
    [InlineData("5.0.0", "undescribed", BounceKind.Soft)]
    [InlineData("5.3.4", "message too big", BounceKind.Policy)]
    [InlineData("", "550 5.1.1 said only here", BounceKind.Hard)]
    [InlineData("", "550 Sorry", BounceKind.Hard)]
    [InlineData("", "554 refused", BounceKind.Block)]
    [InlineData("", "451 later", BounceKind.Soft)]
    [InlineData("", "La boîte du destinataire est pleine", BounceKind.Soft)]
    public void The_table_knows_why(string status, string said, BounceKind kind) => Assert.Equal(kind, BounceTable.Of(status, said));

    [Fact]
    public void A_report_names_the_mail_by_its_address_or_by_what_it_brings_back()
    {
        var byAddress = Read(Report(Back, "failed", "5.1.1", "smtp; 550 5.1.1 <lea@example.org> nobody"));
        var byNumber = Read(Report("news@ada.example", "failed", "5.1.1", "smtp; 550 5.1.1 nobody", $"Message-ID: <{Signer.MessageName(7, 4211)}@ada.example>"));
        var shouted = Read(Report(Back.ToUpperInvariant(), "failed", "5.1.1", "smtp; 550 5.1.1 nobody"));

        var bounce = Assert.IsType<MailReturn.Bounce>(byAddress);
        Assert.Equal((Mail, BounceKind.Hard), (bounce.Mail, bounce.Kind));
        Assert.DoesNotContain("lea@", bounce.Answer, StringComparison.Ordinal);
        Assert.Equal(Mail with { IsOpen = true }, Assert.IsType<MailReturn.Bounce>(byNumber).Mail);
        Assert.Equal(Mail, Assert.IsType<MailReturn.Bounce>(shouted).Mail);
    }

    [Theory]
    [InlineData("delivered", BounceKind.Soft)]
    [InlineData("relayed", BounceKind.Soft)]
    [InlineData("expanded", BounceKind.Soft)]
    [InlineData("failed", BounceKind.Hard)]
    public void Where_others_behind_an_address_have_it_the_address_is_good(string action, BounceKind kind)
    {
        var bounce = Assert.IsType<MailReturn.Bounce>(Read(Report(Back, "failed", "5.1.1", "smtp; 550 5.1.1 nobody", more: $"Original-Recipient: rfc822;TEAM@Example.org\r\n\r\nFinal-Recipient: rfc822; max@example.org\r\nAction: {action}\r\nStatus: 2.0.0\r\n")));

        Assert.Equal(kind, bounce.Kind);
        Assert.Equal(["lea@example.org", "team@example.org"], bounce.For);
    }

    [Theory]
    [InlineData("utf-8; Jérôme@bücher.example", "7bit")]
    [InlineData("utf-8; Jérôme@xn--bcher-kva.example", "8bit")]
    [InlineData("UTF-8;\r\n J\\x{E9}r\\x{F4}me@b\\x{FC}cher.example", "7bit")]
    [InlineData("utf-8; Je\\x{301}ro\\x{302}me@b\\x{0000FC}cher.example", "7bit")]
    [InlineData("utf-8; Jérôme@bücher.example", "base64")]
    [InlineData("utf-8; Jérôme@bücher.example", "quoted-printable")]
    public void A_report_about_an_address_in_any_script_is_read_like_the_others(string recipient, string encoding)
    {
        foreach (var field in new[] { "Final-Recipient", "Original-Recipient" })
        {
            var bounce = Assert.IsType<MailReturn.Bounce>(Read(Global(Back, field, recipient, encoding)));

            Assert.Equal((Mail, BounceKind.Hard), (bounce.Mail, bounce.Kind));
            Assert.Equal(["jérôme@xn--bcher-kva.example"], bounce.For);
        }
    }

    [Theory]
    [InlineData("utf-8; a\\x{110000}@example.org")]
    [InlineData("utf-8; a\\x{D800}@example.org")]
    [InlineData("utf-8; a\\x{200B}b@example.org")]
    [InlineData("utf-8; a\\x{}b@example.org")]
    public void What_is_no_sign_names_nobody(string recipient) => Assert.Empty(Assert.IsType<MailReturn.Bounce>(Read(Global(Back, "Final-Recipient", recipient, "8bit"))).For);

    [Fact]
    public void A_report_that_brings_back_a_mail_in_utf8_names_it_by_its_number() =>
        Assert.Equal(Mail with { IsOpen = true }, Assert.IsType<MailReturn.Bounce>(Read(Global("news@ada.example", "Final-Recipient", "utf-8; jérôme@example.org", "8bit", $"Message-ID: <{Signer.MessageName(7, 4211)}@ada.example>\r\nTo: jérôme@example.org"))).Mail);

    [Theory]
    [InlineData("delayed", "4.4.1")]
    [InlineData("relayed", "2.0.0")]
    [InlineData("expanded", "2.0.0")]
    [InlineData("", "2.0.0")]
    public void What_is_on_its_way_has_not_come_back(string action, string status) => Assert.IsType<MailReturn.Automatic>(Read(Report(Back, action, status, "smtp; fine")));

    [Fact]
    public void A_status_without_an_action_and_an_action_without_a_status_are_understood()
    {
        Assert.Equal(BounceKind.Hard, Assert.IsType<MailReturn.Bounce>(Read(Report(Back, "", "5.1.1", "smtp; 550 x"))).Kind);
        Assert.Equal(BounceKind.Hard, Assert.IsType<MailReturn.Bounce>(Read(Report(Back, "failed", "", "smtp; 550 No such user"))).Kind);
    }

    [Theory]
    // qmail
    [InlineData("MAILER-DAEMON@mail.example", "failure notice", "Hi. This is the qmail-send program at mail.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<lea@example.org>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <x>\nquota full", BounceKind.Hard)]
    // Exim
    [InlineData("Mailer-Daemon@mx.example", "Mail delivery failed: returning message to sender", "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its recipients.\n\n  lea@example.org\n    SMTP error from remote mail server after RCPT TO:<lea@example.org>:\n    552 Mailbox full\n\n------ This is a copy of the message, including all the headers. ------\n\nunknown user", BounceKind.Soft)]
    // Exchange 5.5 and its children
    [InlineData("postmaster@corp.example", "Undeliverable: Saturday", "Your message did not reach some or all of the intended recipients.\n\nThe following recipient(s) could not be reached:\n\n lea@example.org\n The e-mail account does not exist at the organization this message was sent to. <mx.corp.example #5.1.1>", BounceKind.Hard)]
    [InlineData("MAILER-DAEMON@free.example", "Courriel non distribué", "Votre message n'a pas été remis :\n\n550 utilisateur inconnu", BounceKind.Hard)]
    // Postfix, quoted by another
    [InlineData("MAILER-DAEMON@mx.example", "Undelivered", "host mx.example.org said: 550 No such user here", BounceKind.Hard)]
    // A phrase or a code alone shuts nobody out.
    [InlineData("MAILER-DAEMON@free.example", "Courriel non distribué", "Votre message n'a pas été remis : utilisateur inconnu", BounceKind.Soft)]
    [InlineData("MAILER-DAEMON@free.example", "Not delivered", "Ask the operator about order 550 of last week", BounceKind.Soft)]
    [InlineData("MAILER-DAEMON@free.example", "Not delivered", "550 Sorry", BounceKind.Soft)]
    [InlineData("MAILER-DAEMON@free.example", "Not delivered", "#5.1.1", BounceKind.Soft)]
    public void Older_servers_are_understood(string from, string subject, string text, BounceKind kind)
    {
        var bounce = Assert.IsType<MailReturn.Bounce>(Read(Plain(from, Back, subject, text)));

        Assert.Equal((Mail, kind), (bounce.Mail, bounce.Kind));
    }

    [Theory]
    [InlineData("lea@example.org", "Return-Path: <>", "Thank you. My mailbox is full, user unknown, 550 5.1.1.")]
    [InlineData("postmaster@example.org", "X-Nothing: x", "We have received your mail and will answer it.")]
    public void A_machine_that_says_nothing_of_a_failure_has_brought_nothing_back(string from, string header, string text) =>
        Assert.IsType<MailReturn.Automatic>(Read(Plain(from, Back, "Thank you", text, header)));

    [Fact]
    public void A_warning_of_an_older_server_has_not_come_back() =>
        Assert.IsType<MailReturn.Automatic>(Read(Plain("Mailer-Daemon@mx.example", Back, "Warning: message 1abc delayed 24 hours", "This message has been delayed; no action is required on your part. 550 unknown user")));

    [Theory]
    [InlineData("Auto-Submitted: auto-replied", "Re: Saturday")]
    [InlineData("X-Autoreply: yes", "Re: Saturday")]
    [InlineData("Precedence: auto_reply", "Re: Saturday")]
    [InlineData("X-Nothing: x", "Réponse automatique : Saturday")]
    [InlineData("X-Nothing: x", "Out of office")]
    public void Who_is_away_is_left_alone_wherever_the_machine_writes_to(string header, string subject)
    {
        foreach (var to in new[] { Back, Address.OfLeave(Signer, 7, 4211), "back@ada.example" })
        {
            Assert.IsType<MailReturn.Automatic>(Read(Plain("lea@example.org", to, subject, "550 5.1.1 user unknown: I am away", header)));
        }
    }

    [Fact]
    public void Who_writes_to_the_way_out_leaves_and_who_writes_otherwise_is_left_for_people()
    {
        Assert.Equal(Mail, Assert.IsType<MailReturn.Leave>(Read(Plain("lea@example.org", Address.OfLeave(Signer, 7, 4211), "unsubscribe", ""))).Mail);
        Assert.IsType<MailReturn.Other>(Read(Plain("lea@example.org", "back@ada.example", "A question", "Where is the market?")));
        // An answer to the address that mails come back to is an answer, not a mail that came back.
        Assert.IsType<MailReturn.Other>(Read(Plain("lea@example.org", Back, "Re: Saturday", "Does user unknown 550 5.1.1 mean anything?")));
    }

    [Theory]
    [InlineData("lea@example.org", "Auto-Submitted: auto-generated", typeof(MailReturn.Leave))]
    [InlineData("lea@example.org", "Precedence: bulk", typeof(MailReturn.Leave))]
    [InlineData("lea@example.org", "Precedence: list", typeof(MailReturn.Leave))]
    [InlineData("lea@example.org", "Return-Path: <>", typeof(MailReturn.Automatic))]
    [InlineData("lea@example.org", "Auto-Submitted: auto-replied", typeof(MailReturn.Automatic))]
    [InlineData("postmaster@example.org", "X-Nothing: x", typeof(MailReturn.Automatic))]
    public void A_program_that_writes_for_somebody_takes_them_off_and_one_that_answers_does_not(string from, string header, Type expected) =>
        Assert.IsType(expected, Read(Plain(from, Address.OfLeave(Signer, 7, 4211), "unsubscribe", "", header)));

    [Theory]
    [InlineData("abuse", typeof(MailReturn.Complaint))]
    [InlineData("fraud", typeof(MailReturn.Complaint))]
    [InlineData("opt-out", typeof(MailReturn.Leave))]
    [InlineData("not-spam", typeof(MailReturn.Automatic))]
    [InlineData("auth-failure", typeof(MailReturn.Automatic))]
    public void Reports_of_complaints_name_the_mail_by_what_they_bring_back(string type, Type expected) =>
        Assert.IsType(expected, Read(Feedback(type, $"Message-ID: <{Signer.MessageName(7, 4211)}@ada.example>")));

    [Fact]
    public void A_sign_that_is_false_of_another_campaign_or_for_another_use_is_believed_in_nothing()
    {
        var stranger = new MailSigner([1, .. new byte[31]], new NationId(2), "https://ada.example");
        var bounce = Back.Replace("+b", "+u", StringComparison.Ordinal);
        string[] forged = [Address.OfBounce(stranger, 7, 4211), Back.Replace("+b", "+ba", StringComparison.Ordinal), $"back+b{new string('a', 28)}@ada.example", bounce];

        foreach (var to in forged)
        {
            Assert.IsType<MailReturn.Forged>(Read(Report(to, "failed", "5.1.1", "smtp; 550 5.1.1 nobody")));
            Assert.IsType<MailReturn.Forged>(Read(Plain("lea@example.org", to, "unsubscribe", "")));
        }

        Assert.IsType<MailReturn.Other>(Read(Feedback("abuse", $"Message-ID: <{stranger.MessageName(7, 4211)}@ada.example>")));
        Assert.IsType<MailReturn.Other>(Read(Report("news@ada.example", "failed", "5.1.1", "smtp; 550 5.1.1 nobody")));
    }

    [Fact]
    public void Ten_thousand_recipients_deep_parts_wrong_charsets_and_garbage_change_nothing()
    {
        var many = new StringBuilder();
        for (var i = 0; i < 10_000; i++) many.Append(System.Globalization.CultureInfo.InvariantCulture, $"\r\nFinal-Recipient: rfc822; p{i}@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n");
        Assert.Equal(Mail, Assert.IsType<MailReturn.Bounce>(Read(Report(Back, "failed", "5.1.1", "smtp; 550", more: many.ToString()))).Mail);

        var deep = new StringBuilder("From: a@b.example\r\nTo: back@ada.example\r\nMIME-Version: 1.0\r\n");
        for (var i = 0; i < 3000; i++) deep.Append(System.Globalization.CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n");
        Assert.IsType<MailReturn.Other>(Read(deep.ToString()));

        Assert.Equal(BounceKind.Hard, Assert.IsType<MailReturn.Bounce>(Read(Plain("MAILER-DAEMON@x.example", Back, "failure", "550 user unknown \u00ff\u0000\u00e9", "Content-Type: text/plain; charset=utf-99"))).Kind);
        Assert.IsType<MailReturn.Other>(Read("\0\u0001\u0002 nothing of a mail"));
        Assert.IsType<MailReturn.Other>(Read($"To: {new string('x', 900_000)}@ada.example\r\n\r\n"));
        var headers = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"To: back+b{i:D28}@ada.example\r\n")).Replace('0', 'a').Replace('1', 'b').Replace('8', 'c').Replace('9', 'd');
        Assert.IsType<MailReturn.Forged>(Read(headers + "\r\n"));
    }

    [Fact]
    public void A_mail_of_a_thousand_parts_is_not_taken_apart()
    {
        var parts = Report(Back, "failed", "5.1.1", "smtp; 550 5.1.1 nobody").Replace("--x--\r\n", string.Concat(Enumerable.Repeat("--x\r\n\r\nx\r\n", 1000)) + "--x--\r\n", StringComparison.Ordinal);

        Assert.IsType<MailReturn.Other>(Read(parts));
    }

    [Fact]
    public void What_a_server_said_is_cut_between_signs()
    {
        Assert.Equal(new string('a', 299), ReturnReader.Answer(new string('a', 299) + "\U0001F4EC\0 and more"));
        Assert.Equal("550 … is full", ReturnReader.Answer("550\r\n\t<lea@example.org> is full\0").Replace("<…>", "…", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_token_comes_back_as_it_was_signed_and_fits_before_the_at()
    {
        foreach (var (blast, person) in new[] { (1L, 1L), (7, 4211), (129, 70_000_000), (16_384, 4_000_000_000) })
        {
            Assert.Equal(new ReturnedMail(blast, person), Signer.ReadReturn(Signer.Return(blast, person).ToUpperInvariant()));
            Assert.Null(Signer.ReadLeaveByMail(Signer.Return(blast, person)));
            Assert.True(Address.OfBounce(Signer, blast, person).Split('@')[0].Length <= 64);
        }
    }

    private static MailReturn Read(string raw)
    {
        using var stream = new MemoryStream(Encoding.Latin1.GetBytes(raw));
        return ReturnReader.Load(stream, CancellationToken.None).GetAwaiter().GetResult() is { } mail ? new ReturnReader(Signer, Address).Read(mail) : new MailReturn.Other();
    }

    private static string Report(string to, string action, string status, string said, string original = "Subject: Saturday", string more = "") =>
        $"From: MAILER-DAEMON@mx.example\r\nTo: <{to}>\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\nAuto-Submitted: auto-replied\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\n\r\nNot delivered.\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n"
        + $"Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; lea@example.org\r\n{(action.Length > 0 ? $"Action: {action}\r\n" : "")}{(status.Length > 0 ? $"Status: {status}\r\n" : "")}Diagnostic-Code: {said}\r\n{more}\r\n--x\r\nContent-Type: text/rfc822-headers\r\n\r\n{original}\r\n\r\n--x--\r\n";

    /// <summary>RFC 6533.</summary>
    private static string Global(string to, string field, string recipient, string encoding, string original = "Subject: Saturday")
    {
        var groups = $"Reporting-MTA: dns; mx.example\r\n\r\n{field}: {recipient}\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 nobody\r\n";
        var bytes = Encoding.UTF8.GetBytes(groups);
        var sent = encoding switch
        {
            "base64" => Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks),
            "quoted-printable" => string.Concat(bytes.Select(b => b is (byte)'=' or > 126 ? $"={b:X2}" : ((char)b).ToString())),
            _ => groups,
        };
        return Encoding.Latin1.GetString(Encoding.UTF8.GetBytes($"From: MAILER-DAEMON@mx.example\r\nTo: <{to}>\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\nAuto-Submitted: auto-replied\r\nContent-Type: multipart/report; report-type=global-delivery-status; boundary=x\r\n\r\n--x\r\n\r\nNot delivered.\r\n--x\r\n"
            + $"Content-Type: message/global-delivery-status\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{sent}\r\n--x\r\nContent-Type: message/global-headers\r\n\r\n{original}\r\n\r\n--x--\r\n"));
    }

    private static string Feedback(string type, string original) =>
        "From: fbl@isp.example\r\nTo: <abuse@ada.example>\r\nSubject: complaint\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=x\r\n\r\n--x\r\n\r\nA complaint.\r\n--x\r\nContent-Type: message/feedback-report\r\n\r\n"
        + $"Feedback-Type: {type}\r\nUser-Agent: isp/1\r\nVersion: 1\r\n\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n{original}\r\nSubject: Saturday\r\n\r\nHello\r\n--x--\r\n";

    private static string Plain(string from, string to, string subject, string text, string header = "X-Nothing: x") =>
        $"From: {from}\r\nTo: <{to}>\r\n{header}\r\nSubject: {subject}\r\n\r\n{text.Replace("\n", "\r\n", StringComparison.Ordinal)}\r\n";
}
