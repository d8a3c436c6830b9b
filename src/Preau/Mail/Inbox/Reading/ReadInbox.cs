using MimeKit;
using Preau.Jobs;
using Preau.Mail.Returns;
using Preau.Nations;
using Preau.Settings;

namespace Preau.Mail.Inbox;

/// <summary>Every minute: what people have answered since, which answers of ours have no end, and what was kept long enough.</summary>
public sealed record ReadInbox : IJob;

public sealed class ReadInboxHandler(FollowInbox follow, SettleAnswers settle) : IHandle<ReadInbox>
{
    public async Task Run(ReadInbox job, CancellationToken ct)
    {
        await settle.Run(ct);
        await follow.RunInTurn(ct);
    }
}

/// <summary>Reads the mailbox where answers arrive. What a server sends back strays here, too, and is handed to who knows it.</summary>
public sealed class FollowInbox(NationSettings settings, FollowMailbox follow, MailLinks links, RecordReturns record, TakeMail take, TimeProvider clock)
{
    // One account may be both: each reader remembers its own place in it.
    public static string PlaceOf(ReturnMailboxSettings mailbox) => $"inbox:{mailbox.Name}";

    public async Task RunInTurn(CancellationToken ct)
    {
        if ((await settings.Get<MailSettings>(ct)).Inbox is { IsComplete: true } mailbox && !await follow.Rests(PlaceOf(mailbox), ct)) await Run(ct);
    }

    /// <returns>The mailbox as it stands now; null where the campaign has none.</returns>
    public async Task<ReturnMailbox?> Run(CancellationToken ct)
    {
        var mail = await settings.Get<MailSettings>(ct);
        if (mail.Inbox is not { IsComplete: true } mailbox) return null;
        var returns = ReturnAddress.Of(mail) is { } address && await links.Find(ct) is { } signer ? new ReturnReader(signer, address) : null;
        return await follow.Run(mailbox, PlaceOf(mailbox), new Answers(returns, record, take, clock), ct);
    }

    /// <param name="Mail">To be taken in; null for what a server sent back, and for what cannot be read.</param>
    /// <param name="Said">What a server sent back.</param>
    private sealed record Answer(IncomingMail? Mail, MailReturn? Said);

    private sealed class Answers(ReturnReader? returns, RecordReturns record, TakeMail take, TimeProvider clock) : IMailboxReader<Answer>
    {
        // Words come before files: of a longer mail they are read all the same.
        public int LongestMail => 2 * 1024 * 1024;

        public Answer Read(MimeMessage? mail, bool isCut)
        {
            if (mail is null) return new(null, null);
            if (returns?.Read(mail) is (MailReturn.Bounce or MailReturn.NobodyThere or MailReturn.Unwanted or MailReturn.Complaint or MailReturn.Leave) and { } said) return new(null, said);
            return new(UnderstandMail.Of(mail, isCut, clock.GetUtcNow()), null);
        }

        public async Task Record(IReadOnlyList<Answer> read, CancellationToken ct)
        {
            await record.Run([.. read.Select(a => a.Said).OfType<MailReturn>()], ct);
            foreach (var mail in read.Select(a => a.Mail).OfType<IncomingMail>()) await take.Run(mail, ct);
        }

        public void Count(ReturnMailbox place, Answer read)
        {
            if (read.Said is { } said) place.Count(said);
            else if (read.Mail is null) place.Others++;
        }

        public bool IsHandled(Answer read) => read.Mail is not null || read.Said is not null;
    }
}
