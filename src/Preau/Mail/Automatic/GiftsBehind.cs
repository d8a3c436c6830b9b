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
}
