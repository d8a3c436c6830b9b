using MimeKit;
using Preau.Nations;
using Preau.Settings;

namespace Preau.Mail.Returns;

/// <summary>Reads what came back from the return mailbox. Nothing is ever answered, so that no two machines can talk to each other without end.</summary>
public sealed class ReadMailbox(NationSettings settings, FollowMailbox follow, MailLinks links, RecordReturns record)
{
    /// <summary>The turn of every minute: where there was trouble lately, none.</summary>
    public async Task RunInTurn(CancellationToken ct)
    {
        if ((await settings.Get<MailSettings>(ct)).Returns?.Name is { } name && !await follow.Rests(name, ct)) await Run(ct);
    }

    /// <returns>The mailbox as it stands now; null where the campaign has none.</returns>
    public async Task<ReturnMailbox?> Run(CancellationToken ct)
    {
        var mail = await settings.Get<MailSettings>(ct);
        if (mail.Returns is not { } mailbox || ReturnAddress.Of(mail) is not { } address) return null;
        // Before the first mail there is no secret yet, and nothing that could come back: the mailbox is looked at all the same, to say whether it opens.
        return await follow.Run(mailbox, mailbox.Name, await links.Find(ct) is { } signer ? new Returned(new ReturnReader(signer, address), record) : null, ct);
    }

    private sealed class Returned(ReturnReader reader, RecordReturns record) : IMailboxReader<MailReturn>
    {
        public int LongestMail => ReturnReader.LongestMail;

        public MailReturn Read(MimeMessage? mail, bool isCut) => mail is null ? new MailReturn.Other() : reader.Read(mail);

        public Task Record(IReadOnlyList<MailReturn> read, CancellationToken ct) => record.Run(read, ct);

        public void Count(ReturnMailbox place, MailReturn read) => place.Count(read);

        public bool IsHandled(MailReturn read) => read is not MailReturn.Other;
    }
}
