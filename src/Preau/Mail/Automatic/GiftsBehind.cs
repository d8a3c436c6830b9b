using Microsoft.EntityFrameworkCore;
using Preau.Donations;

namespace Preau.Mail.Automatic;

/// <summary>The gifts that an answer or a step stands behind.</summary>
public static class GiftsBehind
{
    /// <summary>Why a turn comes to nothing where what was given on the page went back, or is disputed.</summary>
    public const string Gone = "gift";

    /// <summary>What was given on its page, is paid and did not go back.</summary>
    public static IQueryable<Gift> KeptGifts(this Database db, AutomaticMail mail)
    {
        var source = $"page:{mail.PageId}";
        return db.Gifts.Where(g => g.Source == source && g.Status == GiftStatus.Received);
    }

    /// <summary>Of these people of a blast, whoever has no such gift any more; nobody where it follows no gift.</summary>
    public static async Task<IEnumerable<long>> WithoutGift(this Database db, Blast blast, long[] personIds, CancellationToken ct)
    {
        if (blast.StepId is not { } step || await db.AutomaticMails.AsNoTracking().SingleOrDefaultAsync(m => m.Id == step, ct) is not { TellsOfGifts: true } mail) return [];
        return personIds.Except(await db.KeptGifts(mail).Where(g => EF.Parameter(personIds).Contains(g.PersonId)).Select(g => g.PersonId).ToListAsync(ct));
    }
}
