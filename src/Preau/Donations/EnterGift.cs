using Microsoft.EntityFrameworkCore;
using Preau.Donations.Acknowledging;
using Preau.Donations.Settling;
using Preau.Law;
using Preau.People;
using Preau.Shared;

namespace Preau.Donations;

/// <summary>A gift that came by cheque, transfer or in cash.</summary>
public sealed record OfflineGift
{
    public required Donor Donor { get; init; }
    public required Money Amount { get; init; }
    public required PaymentMethod Method { get; init; }
    public required DateTimeOffset At { get; init; }
    public string Reference { get; init; } = "";

    /// <summary>Whoever enters it has the donor told by mail.</summary>
    public bool IsAcknowledged { get; init; }

    /// <summary>Made with the form: the same form sent twice is one gift.</summary>
    public required string EntryKey { get; init; }
}

public abstract record EnterAnswer
{
    public sealed record Entered(long GiftId, Decision? Decision) : EnterAnswer;

    public sealed record Refused(Decision Decision) : EnterAnswer;
}

/// <summary>Writes down a gift that did not come through a gateway, under the same law as those that do.</summary>
public sealed class EnterGift(Database db, GiftLaw law, SettleGift settle, Acknowledgements acknowledgements, SavePerson people)
{
    public async Task<EnterAnswer> Run(OfflineGift given, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await law.PassGate(ct);
        if (await db.Gifts.Where(g => g.EntryKey == given.EntryKey).Select(g => (long?)g.Id).SingleOrDefaultAsync(ct) is { } known) return new EnterAnswer.Entered(known, null);
        var decision = await law.Judge(given.Donor, given.Amount.Cents, given.Method, given.At, ct);
        if (!decision.IsAllowed)
        {
            law.Keep(decision, giftId: null);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return new EnterAnswer.Refused(decision);
        }
        var saved = await people.Run(given.Donor.Input, "gift", Overwrite.FillBlanks, ct);
        var gift = new Gift
        {
            PersonId = saved.Person.Id, Status = GiftStatus.Pending, Method = given.Method, AmountCents = given.Amount.Cents, Currency = given.Amount.Currency,
            GivenAt = given.At, Language = given.Donor.Language, Source = "panel", Reference = given.Reference, EntryKey = given.EntryKey,
            NeedsReview = decision.Outcome == Outcome.Warn,
        };
        db.Add(gift);
        db.Add(given.Donor.File(gift.Id));
        await settle.Offline(gift, ct);
        if (given.IsAcknowledged) await acknowledgements.Mail(gift, ct);
        law.Keep(decision, gift.Id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new EnterAnswer.Entered(gift.Id, decision);
    }
}
