using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Preau.Law;
using Preau.Mail.Inbox;
using Preau.Mail.Returns;
using Preau.Mail.Sandbox;
using Preau.Settings;

namespace Preau.Tests.Mail.Inbox;

/// <summary>A campaign whose answers arrive in the sandbox's mailbox.</summary>
internal static class InboxNation
{
    public const string Address = "team@ada.example";

    public static async Task Ready(TestNation nation, Catcher catcher) => await nation.ReadyToMail(with: mail =>
    {
        mail.RelayPort = catcher.Port;
        mail.Inbox = new() { Address = Address, Host = "127.0.0.1", Port = catcher.Readers, Security = RelaySecurity.None, UserName = Address, SealedPassword = nation.Services.GetRequiredService<Seal>().Close("right", ReturnClient.PasswordUse) };
    });

    public static async Task<ReturnMailbox> Read(TestNation nation) => await nation.Services.GetRequiredService<FollowInbox>().Run(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("There is no mailbox.");

    /// <summary>A mail as it lies in the mailbox.</summary>
    public static void Put(Catcher catcher, string from, string subject, string text, string? answers = null, string more = "") => Put(catcher,
        $"From: {from}\r\nTo: {Address}\r\nSubject: {subject}\r\nMessage-ID: <{Guid.NewGuid():n}@example.org>\r\n{(answers is null ? "" : $"In-Reply-To: <{answers}>\r\nReferences: <{answers}>\r\n")}{more}Content-Type: text/plain; charset=utf-8\r\n\r\n{text.ReplaceLineEndings("\r\n")}\r\n");

    public static void Put(Catcher catcher, string raw) => catcher.Mailbox.Add(new CaughtMail("x@example.org", [Address], Encoding.UTF8.GetBytes(raw)));

    public static MimeMessage Message(Catcher catcher, string to) => MimeMessage.Load(new MemoryStream(catcher.Mailbox.Find(catcher.Mails.Last(m => m.Recipients.Contains(to)).Id)!.Value.Raw));

    /// <summary>Takes a mail in past the mailbox.</summary>
    public static async Task<MailThread> Take(TestNation nation, string from, string subject, string text, string? answers = null)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($"From: {from}\r\nSubject: {subject}\r\nMessage-ID: <{Guid.NewGuid():n}@example.org>\r\n{(answers is null ? "" : $"In-Reply-To: <{answers}>\r\n")}Content-Type: text/plain; charset=utf-8\r\n\r\n{text.ReplaceLineEndings("\r\n")}\r\n"));
        using var mail = await MimeMessage.LoadAsync(stream);
        var read = UnderstandMail.Of(mail, isCut: false, nation.App.Clock.GetUtcNow()) ?? throw new InvalidOperationException("It is no mail.");
        await nation.Services.GetRequiredService<TakeMail>().Run(read, CancellationToken.None);
        var db = nation.Db;
        return await db.InboxMails.Where(m => m.MessageKey == read.Key).Join(db.MailThreads, m => m.MailThreadId, t => t.Id, (m, t) => t).SingleAsync();
    }

    public static async Task<bool> AgreesToNews(TestNation nation, long personId) => await nation.Db.ConsentStates.AnyAsync(s => s.PersonId == personId && s.Purpose == Purpose.News && s.IsGiven);
}
