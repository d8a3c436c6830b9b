using System.Net.Sockets;
using System.Text;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Preau.Mail.Sandbox;

namespace Preau.Tests.Mail;

public sealed class CatcherTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_is_kept_as_it_came()
    {
        await using var catcher = await Catcher.Start();

        await Send(catcher, Mail("ada@example.org", "Réunion de quartier", body: "Bonjour\r\n.un point\r\n..deux\r\nfin"));

        var row = Assert.Single(catcher.Mails);
        Assert.Equal("Réunion de quartier", row.Subject);
        Assert.Equal(["ada@example.org"], row.Recipients);
        Assert.Equal(1, row.Copy);
        var kept = catcher.Mailbox.Find(row.Id)!.Value;
        Assert.Equal("Bonjour\r\n.un point\r\n..deux\r\nfin", MimeMessage.Load(new MemoryStream(kept.Raw), Ct).TextBody?.TrimEnd().ReplaceLineEndings("\r\n"));
    }

    [Fact]
    public async Task A_double_is_a_mail_of_its_own_and_is_marked()
    {
        await using var catcher = await Catcher.Start();
        var mail = Mail("ada@example.org", "Twice");

        await Send(catcher, mail, mail);

        Assert.Equal([1L, 2L], catcher.Mails.Select(m => m.Copy));
        Assert.Equal(new MailTotals(2, 1, 0), catcher.Mailbox.Totals);
        Assert.Equal(catcher.Mails[0].Id, catcher.Mailbox.FirstWith(mail.MessageId!));
    }

    [Fact]
    public async Task Mails_outlive_the_process_and_go_when_they_are_cleared()
    {
        var folder = Directory.CreateTempSubdirectory("preau-mailbox-").FullName;
        try
        {
            using (var first = new Mailbox(folder, TimeProvider.System)) first.Add(new("a@example.org", ["b@example.org"], "Message-ID: <1@example.org>\r\n\r\nHi"u8.ToArray()));

            using var second = new Mailbox(folder, TimeProvider.System);
            Assert.Equal("1@example.org", Assert.Single(second.Find(new MailSearch())).MessageId);
            Assert.Equal(1, second.Totals.Mails);
            second.Clear();
            Assert.Empty(second.Find(new MailSearch()));
            Assert.Equal(new MailTotals(0, 0, 0), second.Totals);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Mails_are_found_by_recipient_and_subject_page_by_page()
    {
        await using var catcher = await Catcher.Start();
        foreach (var number in Enumerable.Range(1, 5)) Keep(catcher, $"p{number}@example.org", $"Élan 100% n° {number}");

        var box = catcher.Mailbox;
        Assert.Equal(5, box.Find(new MailSearch("ÉLAN 100%")).Count);
        Assert.Equal("p3@example.org", Assert.Single(box.Find(new MailSearch("p3@"))).Recipients.Single());
        Assert.Equal("p2@example.org", Assert.Single(box.Find(new MailSearch(Recipient: "P2@example.org"))).Recipients.Single());
        Assert.Empty(box.Find(new MailSearch(Recipient: "2@example.org")));
        Assert.Empty(box.Find(new MailSearch("10_%")));
        var first = box.Find(new MailSearch(Take: 2));
        Assert.Equal(["p5@example.org", "p4@example.org"], first.Select(m => m.Recipients.Single()));
        Assert.Equal(["p3@example.org", "p2@example.org"], box.Find(new MailSearch(Before: first[1].Id, Take: 2)).Select(m => m.Recipients.Single()));
    }

    [Theory]
    [InlineData("refuse@example.org", SmtpStatusCode.MailboxUnavailable)]
    [InlineData("full+2@example.org", SmtpStatusCode.ExceededStorageAllocation)]
    [InlineData("busy@example.org", SmtpStatusCode.ErrorInProcessing)]
    [InlineData("spam@example.org", SmtpStatusCode.TransactionFailed)]
    public async Task Some_recipients_are_refused_on_purpose(string recipient, SmtpStatusCode says)
    {
        await using var catcher = await Catcher.Start();
        using var smtp = await Connect(catcher);

        var refusal = await Assert.ThrowsAsync<SmtpCommandException>(() => smtp.SendAsync(Mail(recipient, "No"), Ct));

        Assert.Equal(says, refusal.StatusCode);
        Assert.Empty(catcher.Mails);
        await smtp.SendAsync(Mail("ada@example.org", "Yes"), Ct);
        Assert.Equal("Yes", Assert.Single(catcher.Mails).Subject);
    }

    [Fact]
    public async Task Who_is_busy_takes_the_mail_the_second_time()
    {
        await using var catcher = await Catcher.Start();
        using var smtp = await Connect(catcher);
        await Assert.ThrowsAsync<SmtpCommandException>(() => smtp.SendAsync(Mail("busy+ada@example.org", "Later"), Ct));

        await smtp.SendAsync(Mail("busy+ada@example.org", "Later"), Ct);

        Assert.Single(catcher.Mails);
    }

    [Theory]
    [InlineData("drop@example.org", 0)]
    [InlineData("silent@example.org", 1)]
    public async Task The_line_goes_dead_in_the_middle_of_the_mail_or_before_the_answer(string recipient, int kept)
    {
        await using var catcher = await Catcher.Start();
        using var smtp = await Connect(catcher);

        var lost = await Record.ExceptionAsync(() => smtp.SendAsync(Mail(recipient, "Lost"), Ct));

        Assert.True(lost is SmtpProtocolException or IOException, lost?.ToString());
        Assert.Equal(kept, catcher.Mails.Count);
    }

    [Fact]
    public async Task Who_stalls_never_answers()
    {
        await using var catcher = await Catcher.Start();
        using var smtp = await Connect(catcher);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => smtp.SendAsync(Mail("stall@example.org", "Never"), patience.Token));
    }

    [Fact]
    public async Task The_switch_holds_for_everybody_until_it_is_turned_back()
    {
        await using var catcher = await Catcher.Start();
        catcher.Moods.Switch = Mischief.Closed;
        await Assert.ThrowsAnyAsync<Exception>(() => Connect(catcher));

        catcher.Moods.Switch = Mischief.Refuse;
        using var smtp = await Connect(catcher);
        await Assert.ThrowsAsync<SmtpCommandException>(() => smtp.SendAsync(Mail("ada@example.org", "No"), Ct));
        catcher.Moods.Switch = Mischief.None;
        await smtp.SendAsync(Mail("ada@example.org", "Yes"), Ct);

        Assert.Single(catcher.Mails);
    }

    [Fact]
    public async Task Any_name_and_password_signs_in()
    {
        await using var catcher = await Catcher.Start();
        using var smtp = await Connect(catcher);

        await smtp.AuthenticateAsync("relay", "whatever", Ct);
        await smtp.SendAsync(Mail("ada@example.org", "Signed in"), Ct);

        Assert.Single(catcher.Mails);
    }

    [Theory]
    [InlineData("MAIL FROM:<a@example.org>", "503")]
    [InlineData("EHLO me|RCPT TO:<a@example.org>", "503")]
    [InlineData("EHLO me|MAIL FROM:<>|RCPT TO:<a@example.org>|RSET|DATA", "503")]
    [InlineData("EHLO me|MAIL FROM:<a@example.org> SIZE=99999999999", "552")]
    [InlineData("EHLO me|MAIL FROM:<a@example.org> COLOUR=RED", "555")]
    [InlineData("EHLO me|MAIL FROM:<é@example.org>", "553")]
    [InlineData("EHLO me|MAIL FROM:<é@example.org> SMTPUTF8|RCPT TO:<ü@example.org>", "250")]
    [InlineData("HELO me|MAIL FROM:a@example.org", "501")]
    [InlineData("HELO me|MAIL FROM:<a@example.org>|RCPT TO:<nobody>", "501")]
    [InlineData("HELO me|MAIL FROM:<a@example.org>|RCPT TO:<\"a>b\"@example.org>", "250")]
    [InlineData("HELO me|MAIL FROM:<a@example.org>|DATA", "554")]
    [InlineData("EHLO me|AUTH LOGIN|eA==|eA==", "235")]
    [InlineData("EHLO me|AUTH LOGIN|*", "501")]
    [InlineData("WHAT", "500")]
    public async Task Commands_out_of_order_or_out_of_form_get_the_code_of_the_standard(string commands, string code)
    {
        await using var catcher = await Catcher.Start();
        await using var line = await Wire.To(catcher.Port);

        var answer = "";
        foreach (var command in commands.Split('|')) answer = await line.Ask(command);

        Assert.StartsWith(code, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "250")]
    [InlineData(false, "553 5.6.7")]
    public async Task An_address_beyond_ascii_is_taken_unless_the_server_is_told_not_to(bool hasUtf8, string code)
    {
        await using var catcher = await Catcher.Start(new SmtpOptions { HasUtf8 = hasUtf8 });
        await using var line = await Wire.To(catcher.Port);
        await line.Ask("EHLO me");

        Assert.StartsWith(code, await line.Ask("MAIL FROM:<jérôme@example.org> SMTPUTF8"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Subject: x\r\n\r\nbare\nfeed\r\n.\r\n", "554 5.6.11")]
    [InlineData("Subject: x\r\n\r\nbare\rreturn\r\n.\r\n", "554 5.6.11")]
    [InlineData("Subject: x\r\n\r\n\n.\n\r\n.\r\n", "554 5.6.11")]
    [InlineData("Subject: x\r\n\r\nfine\r\n.\r\n", "250")]
    public async Task Ends_of_lines_are_taken_at_their_word(string data, string code)
    {
        await using var catcher = await Catcher.Start();
        await using var line = await Wire.To(catcher.Port);
        foreach (var command in new[] { "EHLO me", "MAIL FROM:<a@example.org>", "RCPT TO:<b@example.org>", "DATA" }) await line.Ask(command);

        Assert.StartsWith(code, await line.AskRaw(data), StringComparison.Ordinal);
        Assert.StartsWith("250", await line.Ask("NOOP"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_and_mails_that_are_too_long_are_refused_and_the_conversation_goes_on()
    {
        await using var catcher = await Catcher.Start(new SmtpOptions { MaxMail = 50_000 });
        await using var line = await Wire.To(catcher.Port);
        Assert.StartsWith("500", await line.Ask("EHLO " + new string('x', 20_000)), StringComparison.Ordinal);
        foreach (var (body, code) in new[] { (new string('x', 100_000), "554"), (string.Concat(Enumerable.Repeat(new string('y', 70) + "\r\n", 2_000)), "552"), (new string('z', 998), "250") })
        {
            foreach (var command in new[] { "EHLO me", "MAIL FROM:<a@example.org>", "RCPT TO:<b@example.org>", "DATA" }) await line.Ask(command);
            Assert.StartsWith(code, await line.AskRaw($"Subject: x\r\n\r\n{body}\r\n.\r\n"), StringComparison.Ordinal);
        }

        Assert.Single(catcher.Mails);
    }

    [Fact]
    public async Task Many_commands_at_once_and_mails_in_blocks_are_understood()
    {
        await using var catcher = await Catcher.Start();
        await using var line = await Wire.To(catcher.Port);
        await line.Ask("EHLO me");

        var answers = await line.AskRaw("MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nRCPT TO:<c@example.org>\r\nBDAT 12\r\nSubject: x\r\nBDAT 6 LAST\r\n\r\n.\r\n\r", lines: 5);

        Assert.Equal(["250", "250", "250", "250", "250"], answers.Split('\n').Select(a => a[..3]));
        Assert.Equal(["b@example.org", "c@example.org"], Assert.Single(catcher.Mails).Recipients);
    }

    [Fact]
    public async Task Who_says_nothing_is_left_and_who_comes_on_top_is_sent_away()
    {
        await using var catcher = await Catcher.Start(new SmtpOptions { MaxConnections = 1, Patience = TimeSpan.FromMilliseconds(400) });
        await using var first = await Wire.To(catcher.Port);
        await using var second = await Wire.To(catcher.Port);

        Assert.StartsWith("421", second.Greeting, StringComparison.Ordinal);
        Assert.Null(await first.Next());
    }

    private static void Keep(Catcher catcher, string to, string subject)
    {
        using var stream = new MemoryStream();
        Mail(to, subject).WriteTo(stream, Ct);
        catcher.Mailbox.Add(new CaughtMail("a@example.org", [to], stream.ToArray()));
    }

    private static MimeMessage Mail(string to, string subject, string body = "Hello")
    {
        var mail = new MimeMessage { Subject = subject, Body = new TextPart("plain") { Text = body } };
        mail.From.Add(new MailboxAddress("Campaign", "campaign@example.org"));
        mail.To.Add(new MailboxAddress("", to));
        return mail;
    }

    private static async Task<SmtpClient> Connect(Catcher catcher)
    {
        var smtp = new SmtpClient();
        await smtp.ConnectAsync("127.0.0.1", catcher.Port, SecureSocketOptions.None, Ct);
        return smtp;
    }

    private static async Task Send(Catcher catcher, params MimeMessage[] mails)
    {
        using var smtp = await Connect(catcher);
        foreach (var mail in mails) await smtp.SendAsync(mail, Ct);
        await smtp.DisconnectAsync(quit: true, Ct);
    }

    /// <summary>The protocol by hand.</summary>
    private sealed class Wire(TcpClient client, StreamReader reader) : IAsyncDisposable
    {
        public string? Greeting { get; private init; }

        public static async Task<Wire> To(int port)
        {
            var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, Ct);
            var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
            return new Wire(client, reader) { Greeting = await reader.ReadLineAsync(Ct) };
        }

        public Task<string> Ask(string command) => AskRaw(command + "\r\n");

        public async Task<string> AskRaw(string text, int lines = 1)
        {
            await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text), Ct);
            var answers = new List<string>();
            while (answers.Count < lines)
            {
                var answer = await Next() ?? throw new IOException("The server left.");
                if (answer[3] == ' ') answers.Add(answer);
            }
            return string.Join('\n', answers);
        }

        public async Task<string?> Next() => await reader.ReadLineAsync(Ct);

        public ValueTask DisposeAsync()
        {
            client.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
