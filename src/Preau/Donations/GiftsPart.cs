using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Donations.Acknowledging;
using Preau.People;
using Preau.Shared;

namespace Preau.Donations;

/// <summary>A person's gifts: on the timeline for those who may see gifts, in the file for the person, and kept when the person asks to be erased.</summary>
public sealed class GiftsPart(Database db, CurrentAccount account, GiftWords words, Words text) : IPersonPart
{
    public string Name => "gifts";

    public PersonPanel? Panel => new(GiftsPanel.Name, text["Gifts"]);

    public IReadOnlyCollection<Type> Entities { get; } = [typeof(Gift)];

    public async Task<IReadOnlyList<TimelineEntry>> Timeline(long personId, TimelineAsk ask, CancellationToken ct)
    {
        if (!account.Can(Permission.ViewGifts)) return [];
        var entries = ask.Wants(TimelineKind.Gift) ? await Gifts(personId, ask, ct) : [];
        if (ask.Wants(TimelineKind.Mail)) entries.AddRange(await Acknowledgements(personId, ask, ct));
        return entries;
    }

    private async Task<List<TimelineEntry>> Acknowledgements(long personId, TimelineAsk ask, CancellationToken ct)
    {
        var gifts = await db.Gifts.AsNoTracking().Where(g => g.PersonId == personId && g.Acknowledgement == AcknowledgementState.Sent && (ask.Until == null || g.AcknowledgementAt <= ask.Until))
            .OrderByDescending(g => g.AcknowledgementAt).ThenByDescending(g => g.Id).Take(ask.Count).ToListAsync(ct);
        return [.. gifts.Select(g => new TimelineEntry(g.AcknowledgementAt ?? g.GivenAt, $"thanks:{g.Id:D12}", TimelineKind.Mail, text["Thanked by mail for the gift of {0}", g.Amount.Brief()], words.Of(g.Acknowledgement), $"/gifts/{g.Id}"))];
    }

    private async Task<List<TimelineEntry>> Gifts(long personId, TimelineAsk ask, CancellationToken ct)
    {
        var gifts = await db.Gifts.AsNoTracking().Where(g => g.PersonId == personId && (ask.Until == null || g.GivenAt <= ask.Until))
            .OrderByDescending(g => g.GivenAt).ThenByDescending(g => g.Id).Take(ask.Count).ToListAsync(ct);
        return [.. gifts.Select(g => new TimelineEntry(
            g.GivenAt, $"gift:{g.Id:D12}", TimelineKind.Gift, text["Gift of {0}", g.Amount.Brief()], $"{words.Of(g.Method)}, {words.Of(g.Status)}", $"/gifts/{g.Id}"))];
    }

    public async Task<object?> Export(long personId, CancellationToken ct)
    {
        // Staff hand out files, but the donor's identity before the law is not theirs to read.
        var isLegalShown = account.Role is null || account.Can(Permission.ViewDonorsLegalData);
        var leftOut = text["Left out: your role does not show donors’ legal data. An owner or the finance officer hands out the whole file."];
        var gifts = await (
            from gift in db.Gifts
            join donor in db.GiftDonors on gift.Id equals donor.GiftId
            where gift.PersonId == personId
            orderby gift.GivenAt
            select new
            {
                gift.GivenAt, gift.ReceivedAt, gift.Status, gift.Method, gift.AmountCents, gift.RefundedCents, gift.Currency, gift.IsNamePublic,
                Note = isLegalShown ? null : leftOut,
                Declared = !isLegalShown ? null : new
                {
                    donor.FirstName, donor.LastName, donor.Email, donor.Phone, donor.Nationality, donor.Street, donor.Street2, donor.Postcode, donor.City, donor.Country,
                    donor.AttestsNaturalPerson, donor.AttestsOwnAccount, donor.Attested,
                },
            }).ToListAsync(ct);
        return gifts.Count == 0 ? null : gifts;
    }

    public async Task<string?> WhyKept(long personId, CancellationToken ct) =>
        await db.Gifts.AnyAsync(g => g.PersonId == personId && g.Status != GiftStatus.Failed, ct)
            ? text["They gave money, and the law keeps donors in the campaign account: archive them instead."]
            : null;

    /// <summary>Only what was never paid is left here: <see cref="WhyKept"/> stands before the rest.</summary>
    public async Task Erase(long personId, CancellationToken ct)
    {
        var gifts = db.Gifts.Where(g => g.PersonId == personId).Select(g => g.Id);
        await db.WebhookEvents.Where(e => e.GiftId != null && gifts.Contains(e.GiftId.Value)).ExecuteDeleteAsync(ct);
        await db.GiftAttempts.Where(a => gifts.Contains(a.GiftId)).ExecuteDeleteAsync(ct);
        await db.GiftRefunds.Where(r => gifts.Contains(r.GiftId)).ExecuteDeleteAsync(ct);
        await db.GiftDonors.Where(d => gifts.Contains(d.GiftId)).ExecuteDeleteAsync(ct);
        await db.Gifts.Where(g => g.PersonId == personId).ExecuteDeleteAsync(ct);
    }
}
