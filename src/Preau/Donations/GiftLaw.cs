using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.People;

namespace Preau.Donations;

/// <summary>
/// Whether a gift may be taken, counted so that two at once cannot both pass: <see cref="PassGate"/> first, in the transaction that writes the gift.
/// </summary>
public sealed class GiftLaw(Database db, CurrentNation nation, CampaignLaw law, MatchPerson match, TimeProvider clock)
{
    private sealed record Prior(long SettledCents, long PendingCents);

    public Task PassGate(CancellationToken ct) => db.Execute("Donations/PassGate", ct);

    /// <param name="donor">As declared.</param>
    /// <param name="amountCents">What they want to give.</param>
    /// <param name="method">How.</param>
    /// <param name="at">When they decided.</param>
    /// <param name="ct">Gives up.</param>
    /// <param name="besides">The gift that is judged once more, which is not counted beside itself.</param>
    public async Task<Decision> Judge(Donor donor, long amountCents, PaymentMethod method, DateTimeOffset at, CancellationToken ct, long besides = 0)
    {
        var election = await law.Election(ct);
        var collector = (await law.Campaign(ct)).CollectorFacts();
        var since = StartOf(election is null ? null : law.Pack.GiftsCountFrom(election, nation.Facts.DayOf(at)));
        var person = await match.Run(donor.Input.Keys, ct);
        var prior = (await db.Query<Prior>(
            "Donations/PriorGifts", ct,
            ("person_id", person?.PersonId ?? 0),
            ("name_key", donor.NameKey),
            ("email_key", donor.Email?.Key ?? ""),
            ("postcode_key", donor.Postcode.Length == 0 ? "" : donor.PostcodeKey),
            ("besides", besides),
            ("since", since))).Single();
        return law.Pack.MayTake(new GiftFacts
        {
            At = at,
            AmountCents = amountCents,
            Currency = nation.Facts.Currency,
            Method = method,
            Donor = donor.Facts,
            Collector = collector,
            Election = election,
            PriorSettledCents = prior.SettledCents,
            PriorPendingCents = prior.PendingCents,
            CashTotalCents = method == PaymentMethod.Cash ? await CashTotal(since, ct) : 0,
        });
    }

    /// <summary>The answer, kept for good.</summary>
    public void Keep(Decision decision, long? giftId) => db.Add(LawDecision.Of("gift", giftId, decision, clock.GetUtcNow()));

    private Task<long> CashTotal(DateTimeOffset since, CancellationToken ct) =>
        db.Gifts.Where(g => g.Method == PaymentMethod.Cash && g.Status == GiftStatus.Received && g.GivenAt >= since).SumAsync(g => g.AmountCents - g.RefundedCents, ct);

    private DateTimeOffset StartOf(DateOnly? first) => first is { } day ? nation.Facts.StartOf(day) : DateTimeOffset.UnixEpoch;
}
