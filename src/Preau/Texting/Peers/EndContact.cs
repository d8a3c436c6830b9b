using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Texting.Peers;

public enum ContactDeed
{
    /// <summary>Not written to: a volunteer knows why.</summary>
    Skip,

    /// <summary>The number is somebody else's.</summary>
    WrongNumber,

    /// <summary>They want no more texts.</summary>
    OptOut,

    /// <summary>All is said.</summary>
    Close,

    /// <summary>Not all was said.</summary>
    Reopen,
}

/// <summary>How it ends with somebody, by a volunteer's word. A no is heard as a STOP is; nothing is sent for it, since they said it to a person.</summary>
public sealed class EndContact(Database db, TexterDesk desk, StopNumber stop, SavePerson save, TimeProvider clock)
{
    private const string Source = "panel";

    /// <returns>False where the deed does not fit how things stand.</returns>
    public async Task<bool> Run(TextCampaign campaign, CampaignContact contact, ContactDeed deed, CancellationToken ct)
    {
        if (!Fits(contact, deed)) return false;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // A tap on «send» in another tab at this moment, or a STOP that comes in: what stands in the store is what counts.
        await db.Entry(contact).ReloadAsync(ct);
        if (!Fits(contact, deed)) return false;
        contact.EndedAt = deed == ContactDeed.Reopen ? null : clock.GetUtcNow();
        contact.Stage = deed switch
        {
            ContactDeed.Skip => ContactStage.Skipped,
            ContactDeed.WrongNumber => ContactStage.WrongNumber,
            ContactDeed.OptOut => ContactStage.OptedOut,
            ContactDeed.Close => ContactStage.Done,
            ContactDeed.Reopen => ContactStage.Talking,
        };
        await db.SaveChangesAsync(ct);
        if (deed == ContactDeed.OptOut) await stop.Run(contact.NumberKey, Source, ct);
        if (deed == ContactDeed.WrongNumber) await MarkBad(contact, ct);
        await desk.Seen(campaign.Id, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private static bool Fits(CampaignContact contact, ContactDeed deed) => deed switch
    {
        ContactDeed.Skip => contact.Stage == ContactStage.Unsent,
        ContactDeed.Reopen => contact.Stage == ContactStage.Done,
        ContactDeed.Close => contact.Stage is ContactStage.Sent or ContactStage.NeedsAnswer or ContactStage.Talking,
        ContactDeed.WrongNumber or ContactDeed.OptOut => contact.Stage is not (ContactStage.OptedOut or ContactStage.WrongNumber),
    };

    private async Task MarkBad(CampaignContact contact, CancellationToken ct)
    {
        foreach (var phone in await db.PersonPhones.Where(p => p.PersonId == contact.PersonId && p.PhoneKey == contact.NumberKey && !p.IsBad).ToListAsync(ct)) phone.IsBad = true;
        await save.Remember(contact.PersonId, ["phone"], Source, ct);
    }
}
