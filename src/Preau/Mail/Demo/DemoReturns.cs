using Microsoft.EntityFrameworkCore;
using Preau.Mail.Returns;
using Preau.Nations;
using Preau.Shared;

namespace Preau.Mail.Demo;

/// <summary>What came back of the demo's last mail, and three readers whose next one comes back from the sandbox.</summary>
public sealed class DemoReturns(Database db, RecordReturns record) : IDemoSeed
{
    private static readonly string[] Later = ["gone", "crowded", "complain"];

    public string Name => "returns";
    public int Order => 71;

    public async Task Run(CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().Where(b => b.State == BlastState.Sent && b.Language == "fr").OrderByDescending(b => b.SendAt).FirstOrDefaultAsync(ct) is not { } blast) return;
        var readers = await db.MailDeliveries.Where(d => d.BlastId == blast.Id && d.State == DeliveryState.Sent && d.ClickedAt == null && d.UnsubscribedAt == null)
            .Where(d => db.ConsentStates.Any(s => s.PersonId == d.PersonId && s.Purpose == Purpose.News && s.IsGiven)).OrderByDescending(d => d.PersonId).Take(2 * Later.Length).Select(d => d.PersonId).ToListAsync(ct);
        if (readers.Count < 2 * Later.Length) return;
        await record.Run(
        [
            new MailReturn.Bounce(new(blast.Id, readers[0]), BounceKind.Hard, "550 5.1.1 The mailbox does not exist"), new MailReturn.Bounce(new(blast.Id, readers[1]), BounceKind.Soft, "452 4.2.2 Mailbox full"),
            new MailReturn.Complaint(new(blast.Id, readers[2])),
        ], ct);
        db.ChangeTracker.Clear();
        for (var i = 0; i < Later.Length; i++)
        {
            var personId = readers[Later.Length + i];
            foreach (var email in await db.PersonEmails.Where(e => e.PersonId == personId).ToListAsync(ct))
            {
                if (EmailAddress.TryParse($"{Later[i]}+{email.Address}", out var address)) (email.Address, email.EmailKey) = (address.Address, address.Key);
            }
        }

        await db.SaveChangesAsync(ct);
    }
}
