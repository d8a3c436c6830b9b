using MailKit;
using MailKit.Search;
using Microsoft.EntityFrameworkCore;
using Preau.Nations;
using Preau.Settings;

namespace Preau.Mail.Returns;

/// <summary>
/// Reads the return mailbox from where it stopped, batch by batch: what is understood is written down and marked as read, what is not ours is left as it is, for people.
/// Nothing is ever answered, so that no two machines can talk to each other without end.
/// </summary>
public sealed class ReadMailbox(Database db, NationSettings settings, ReturnClient client, MailLinks links, RecordReturns record, TimeProvider clock, ILogger<ReadMailbox> logger)
{
    private const int AtOnce = 50, MostInOneTurn = 2000;
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(50);

    /// <returns>The mailbox as it stands now; null where the campaign has none.</returns>
    public async Task<ReturnMailbox?> Run(CancellationToken ct)
    {
        var mail = await settings.Get<MailSettings>(ct);
        if (mail.Returns is not { } mailbox || ReturnAddress.Of(mail) is not { } address) return null;
        // Before the first mail there is no secret yet, and nothing that could come back: the mailbox is looked at all the same, to say whether it opens.
        var reader = await links.Find(ct) is { } signer ? new ReturnReader(signer, address) : null;
        var before = await db.ReturnMailboxes.AsNoTracking().SingleOrDefaultAsync(m => m.Name == mailbox.Name, ct) ?? new ReturnMailbox { Name = mailbox.Name };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(LongestTurn);
        string? trouble = null;
        try
        {
            var (imap, folder) = await client.Open(mailbox, limit.Token);
            using (imap)
            {
                if (reader is not null) await Read(folder, reader, before, limit.Token);
                await imap.DisconnectAsync(quit: true, limit.Token);
            }
        }
        catch (Exception problem) when (ReturnTrouble.Is(problem) || (problem is OperationCanceledException && !ct.IsCancellationRequested))
        {
            trouble = ReturnTrouble.Of(problem);
            if (trouble != before.Trouble) logger.LogWarning("The return mailbox could not be read: {Trouble}", trouble);
        }

        return await Keep(mailbox.Name, m => m.Trouble = trouble, ct);
    }

    private async Task Read(IMailFolder folder, ReturnReader reader, ReturnMailbox before, CancellationToken ct)
    {
        var isKnown = before.UidValidity == folder.UidValidity;
        var last = isKnown ? (uint)before.LastUid : 0;
        SearchQuery query = SearchQuery.Uids(new UniqueIdRange(new UniqueId(last + 1), UniqueId.MaxValue));
        // Numbered anew: what was handled is marked.
        if (!isKnown) query = query.And(SearchQuery.NotSeen);
        var found = await folder.SearchAsync(query, ct);
        foreach (var uids in found.Where(u => u.Id > last).Order().Take(MostInOneTurn).Chunk(AtOnce))
        {
            var (read, handled) = (new List<MailReturn>(), new List<UniqueId>());
            foreach (var uid in uids)
            {
                var said = await Read(folder, uid, reader, ct);
                read.Add(said);
                if (said is not MailReturn.Other) handled.Add(uid);
            }

            await record.Run(read, ct);
            await Keep(before.Name, m =>
            {
                (m.UidValidity, m.LastUid) = (folder.UidValidity, uids[^1].Id);
                read.ForEach(m.Count);
            }, ct);
            if (handled.Count > 0) await folder.AddFlagsAsync(handled, MessageFlags.Seen, silent: true, ct);
        }
    }

    private static async Task<MailReturn> Read(IMailFolder folder, UniqueId uid, ReturnReader reader, CancellationToken ct)
    {
        try
        {
            await using var stream = await folder.GetStreamAsync(uid, 0, ReturnReader.LongestMail, ct);
            using var mail = await ReturnReader.Load(stream, ct);
            return mail is null ? new MailReturn.Other() : reader.Read(mail);
        }
        catch (MessageNotFoundException)
        {
            // Somebody else reads the mailbox, and took it out meanwhile.
            return new MailReturn.Other();
        }
    }

    private async Task<ReturnMailbox> Keep(string name, Action<ReturnMailbox> change, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        if (await db.ReturnMailboxes.SingleOrDefaultAsync(m => m.Name == name, ct) is not { } row) db.Add(row = new ReturnMailbox { Name = name });
        change(row);
        row.ReadAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        return row;
    }
}
