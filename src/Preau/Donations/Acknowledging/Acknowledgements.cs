using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.Nations;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Donations.Acknowledging;

/// <summary>
/// The plain words that say a gift has arrived. Not a tax receipt, and it says so: in France that comes from the commission that checks campaign
/// accounts, and a home-made one is against the law (R.39-1).
/// </summary>
public sealed record Acknowledgement(string Language, string Name, string Email, string Subject, IReadOnlyList<string> Paragraphs)
{
    public string Text => string.Join("\n\n", Paragraphs) + "\n";
}

public sealed class Acknowledgements(Database db, CurrentNation nation, NationSettings settings, CampaignLaw law, Words words, TimeProvider clock)
{
    /// <summary>Has it mailed, in the transaction of whoever saves. Without a relay that is written down instead.</summary>
    public async Task Mail(Gift gift, CancellationToken ct)
    {
        var canLeave = (await settings.Get<MailSettings>(ct)).IsComplete;
        (gift.Acknowledgement, gift.AcknowledgementAt, gift.AcknowledgementAnswer) = (canLeave ? AcknowledgementState.Waiting : AcknowledgementState.NoRelay, clock.GetUtcNow(), null);
        if (canLeave) db.Enqueue(new MailAcknowledgement(gift.Id));
    }

    /// <summary>Null while the money is not there.</summary>
    public async Task<Acknowledgement?> Of(long giftId, CancellationToken ct)
    {
        var found = await db.Gifts.AsNoTracking().Where(g => g.Id == giftId && (g.Status == GiftStatus.Received || g.Status == GiftStatus.Refunded))
            .Join(db.GiftDonors, g => g.Id, d => d.GiftId, (g, d) => new { Gift = g, d.FirstName, d.LastName, d.Email }).SingleOrDefaultAsync(ct);
        if (found is null) return null;
        var (gift, language) = (found.Gift, found.Gift.Language == "en" ? "en" : "fr");
        var culture = CultureInfo.GetCultureInfo(language == "fr" ? "fr-FR" : "en-GB");
        var told = words.In(language);
        var campaign = await law.Campaign(ct);
        var day = nation.Facts.DayOf(gift.ReceivedAt ?? gift.GivenAt).ToString("d MMMM yyyy", culture);
        var mail = await settings.Get<MailSettings>(ct);
        return new Acknowledgement(language, $"{found.FirstName} {found.LastName}", found.Email, told["Your gift of {0} has arrived", gift.Amount.Brief(culture)],
        [
            told["Dear {0} {1},", found.FirstName, found.LastName],
            told["Thank you. Your gift of {0} ({1}) to the campaign of {2} arrived on {3}.", gift.Amount.ToString(culture), new GiftWords(told).Of(gift.Method).ToLower(culture), campaign.Candidate ?? nation.Facts.Name, day],
            told["Gifts to the campaign are collected only by {0}.", campaign.CollectorName ?? nation.Facts.Name],
            told["This is not a tax receipt: the official one comes from the CNCCFP, which checks campaign accounts."],
            .. (mail.ReplyTo ?? mail.SenderAddress) is { Length: > 0 } address ? [told["A question about your gift? Write to {0}.", address]] : Array.Empty<string>(),
            told["Reference: {0}", gift.Id.ToString("D6", CultureInfo.InvariantCulture)],
        ]);
    }
}
