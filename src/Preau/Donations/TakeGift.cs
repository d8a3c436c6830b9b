using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.Mail.Confirming;
using Preau.Nations;
using Preau.People;
using Preau.Shared;

namespace Preau.Donations;

/// <summary>What a visitor sent with the form, parsed.</summary>
public sealed record GiftOrder
{
    public required Donor Donor { get; init; }
    public required Money Amount { get; init; }
    public bool IsNamePublic { get; init; }

    /// <summary>What the visitor ticked, with the words that stood beside it.</summary>
    public IReadOnlyList<(Purpose Purpose, string Wording)> Consents { get; init; } = [];
    public required string Source { get; init; }

    /// <summary>Scheme and host of the site, to come back to.</summary>
    public required Uri Site { get; init; }
}

public abstract record GiftAnswer
{
    /// <summary>Send the donor here to pay.</summary>
    public sealed record Pay(Uri Url, long GiftId) : GiftAnswer;

    /// <summary>The law says no.</summary>
    public sealed record Refused(Decision Decision) : GiftAnswer;

    /// <summary>The campaign takes no gifts online now.</summary>
    public sealed record Closed : GiftAnswer;

    /// <summary>The gateway did not open a checkout; nothing was charged.</summary>
    public sealed record NoCheckout : GiftAnswer;
}

/// <summary>
/// Takes a gift from the form to the gateway's door. The gift is written down as pending, and counted, before the gateway is asked, so that no two
/// checkouts can add up to more than the law allows. Sent twice within minutes, it is one gift.
/// </summary>
public sealed partial class TakeGift(
    Database db, CurrentNation nation, GiftLaw law, Gateways gateways, GiftLinks links, SavePerson people, TakeYes yes,
    NationSettings settings, Words words, TimeProvider clock, ILogger<TakeGift> log)
{
    /// <summary>Gateways let a checkout live at least half an hour.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(31);
    private static readonly TimeSpan DoubleClick = TimeSpan.FromMinutes(10);

    public async Task<GiftAnswer> Run(GiftOrder order, CancellationToken ct)
    {
        if (!(await settings.Get<DonationSettings>(ct)).IsOpen || await gateways.Current(ct) is not { } gateway) return new GiftAnswer.Closed();
        var (gift, attempt, decision) = await WriteDown(order, gateway.Name, ct);
        if (gift is null || attempt is null) return new GiftAnswer.Refused(decision!);
        if (attempt.Url is { } url) return new GiftAnswer.Pay(new Uri(url), gift.Id);
        // Past this point a checkout may exist: whoever closes the window must not leave us without knowing it.
        return await OpenCheckout(gateway, gift, attempt, order, CancellationToken.None);
    }

    private async Task<(Gift? Gift, GiftAttempt? Attempt, Decision? Decision)> WriteDown(GiftOrder order, string gateway, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await law.PassGate(ct);
        if (await SentJustNow(order, gateway, ct) is var (same, open))
        {
            await DeclareAgain(same, order, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return (same, open, null);
        }

        var now = clock.GetUtcNow();
        var decision = await law.Judge(order.Donor, order.Amount.Cents, PaymentMethod.Card, now, ct);
        if (!decision.IsAllowed)
        {
            law.Keep(decision, giftId: null);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return (null, null, decision);
        }
        var saved = await people.Run(order.Donor.Input, order.Source, Overwrite.FillBlanks, ct);
        await Consent(saved.Person.Id, order, ct);
        var gift = new Gift
        {
            PersonId = saved.Person.Id, Status = GiftStatus.Pending, Method = PaymentMethod.Card, AmountCents = order.Amount.Cents,
            Currency = order.Amount.Currency, GivenAt = clock.GetUtcNow(), IsNamePublic = order.IsNamePublic, Language = order.Donor.Language,
            Source = order.Source, NeedsReview = decision.Outcome == Outcome.Warn,
        };
        db.Add(gift);
        db.Add(order.Donor.File(gift.Id));
        var attempt = new GiftAttempt { GiftId = gift.Id, Gateway = gateway, Key = Guid.NewGuid().ToString("n"), OpenedAt = now, ExpiresAt = now + Lifetime };
        db.Add(attempt);
        law.Keep(decision, gift.Id);
        await links.Prepare(ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return (gift, attempt, decision);
    }

    /// <summary>The same donor, the same amount, minutes ago: a double click, or Back and Send again. What the law judges by must be the same too.</summary>
    private async Task<(Gift Gift, GiftAttempt Attempt)?> SentJustNow(GiftOrder order, string gateway, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (name, email) = (order.Donor.NameKey, order.Donor.Email?.Key ?? "");
        var found = await (
            from attempt in db.GiftAttempts
            join gift in db.Gifts on attempt.GiftId equals gift.Id
            join donor in db.GiftDonors on gift.Id equals donor.GiftId
            where donor.NameKey == name && donor.EmailKey == email && gift.AmountCents == order.Amount.Cents && gift.Currency == order.Amount.Currency
                && donor.Nationality == order.Donor.Nationality && donor.Country == order.Donor.Country
                && attempt.Gateway == gateway && (attempt.Status == AttemptStatus.Opening || attempt.Status == AttemptStatus.Open)
                && attempt.OpenedAt > now - DoubleClick
            orderby attempt.Id descending
            select new { gift, attempt }).FirstOrDefaultAsync(ct);
        return found is null ? null : (found.gift, found.attempt);
    }

    /// <summary>Whoever went back to correct the form means what it says now.</summary>
    private async Task DeclareAgain(Gift gift, GiftOrder order, CancellationToken ct)
    {
        var declared = order.Donor.File(gift.Id);
        declared.NationId = gift.NationId;
        db.Entry(await db.GiftDonors.SingleAsync(d => d.GiftId == gift.Id, ct)).CurrentValues.SetValues(declared);
        gift.IsNamePublic = order.IsNamePublic;
        await Consent(gift.PersonId, order, ct);
    }

    private Task Consent(long personId, GiftOrder order, CancellationToken ct) => yes.Run(personId, order.Donor.Input, order.Consents, order.Donor.Language, order.Source, ct);

    private async Task<GiftAnswer> OpenCheckout(IGateway gateway, Gift gift, GiftAttempt attempt, GiftOrder order, CancellationToken ct)
    {
        var checkout = await gateway.Open(
            new CheckoutRequest
            {
                Key = attempt.Key,
                Reference = attempt.Key,
                AmountCents = gift.AmountCents,
                Currency = gift.Currency,
                Description = words.In(order.Donor.Language)["Gift to {0}", nation.Facts.Name],
                Email = order.Donor.Email?.Address ?? "",
                Language = order.Donor.Language,
                SuccessUrl = await links.Thanks(order.Site, gift.Id, ct),
                CancelUrl = await links.Left(order.Site, gift.Id, ct),
                WebhookUrl = new Uri(order.Site, $"/gateways/{gateway.Name}/events"),
                ExpiresAt = attempt.ExpiresAt,
            },
            ct);
        if (checkout is Checkout.Opened opened)
        {
            // The webhook may have come before this line: only what is still opening is opened.
            (attempt.SessionId, attempt.Url) = (opened.SessionId, opened.Url.ToString());
            await db.GiftAttempts.Where(a => a.Id == attempt.Id).ExecuteUpdateAsync(set => set
                .SetProperty(a => a.SessionId, attempt.SessionId)
                .SetProperty(a => a.Url, attempt.Url)
                .SetProperty(a => a.Status, a => a.Status == AttemptStatus.Opening ? AttemptStatus.Open : a.Status), ct);
            return new GiftAnswer.Pay(opened.Url, gift.Id);
        }
        var reason = checkout is Checkout.Refused refused ? refused.Reason : "unreachable";
        CheckoutNotOpened(log, gift.Id, gateway.Name, reason);
        return await GiveUp(gift.Id, attempt.Id, reason, ct);
    }

    /// <summary>Nobody was shown an address to pay at, so nobody can pay: the gift ends and no longer counts. Unless the same form, sent twice, was.</summary>
    private async Task<GiftAnswer> GiveUp(long giftId, long attemptId, string reason, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await law.PassGate(ct);
        var attempt = await db.GiftAttempts.SingleAsync(a => a.Id == attemptId, ct);
        if (attempt is { Status: AttemptStatus.Opening, Url: null })
        {
            (attempt.Status, attempt.Reason, attempt.EndedAt) = (AttemptStatus.Over, reason, clock.GetUtcNow());
            var gift = await db.Gifts.SingleAsync(g => g.Id == giftId, ct);
            if (gift.Status == GiftStatus.Pending) gift.Status = GiftStatus.Failed;
            await db.SaveChangesAsync(ct);
        }
        await transaction.CommitAsync(ct);
        return attempt is { Status: AttemptStatus.Open, Url: { } url } ? new GiftAnswer.Pay(new Uri(url), giftId) : new GiftAnswer.NoCheckout();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Gift {GiftId}: {Gateway} opened no checkout: {Reason}")]
    private static partial void CheckoutNotOpened(ILogger log, long giftId, string gateway, string reason);
}
