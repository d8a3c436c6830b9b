using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Donations;
using Preau.Donations.Acknowledging;
using Preau.Donations.Settling;
using Preau.Law;
using Preau.Nations;
using Preau.People;
using Preau.Shared;
using Preau.Site;

namespace Preau.Demo;

/// <summary>Gifts that came by card on the donation page, by cheque and by transfer, under the same law as real ones.</summary>
public sealed class DemoGifts(Database db, EnterGift enter, GiftLaw law, SettleGift settle, CurrentNation nation, TimeProvider clock) : IDemoSeed
{
    private const int Count = 120;
    private static readonly int[] Amounts = [20, 20, 30, 50, 50, 50, 80, 100, 100, 150, 250, 500];
    private readonly Random random = new(2026);

    public string Name => "gifts";
    public int Order => 30;

    public async Task Run(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var page = await db.SitePages.Where(p => p.Kind == PageKind.Donation).OrderBy(p => p.Id).Select(p => (long?)p.Id).FirstOrDefaultAsync(ct);
        var donors = await db.People.AsNoTracking().Where(p => !p.IsRollOnly && (p.SupportLevel == null || p.SupportLevel <= 2)).OrderBy(p => p.Id).Take(400).ToListAsync(ct);
        foreach (var person in donors.OrderBy(_ => random.Next()).Take(Count).OrderBy(p => p.CreatedAt))
        {
            var donor = await DonorOf(person, ct);
            var amount = Money.Euros(Amounts[random.Next(Amounts.Length)]);
            var at = now.AddDays(-Math.Max((now - person.CreatedAt).TotalDays - 0.1, 0) * random.NextDouble());
            if (page is { } id && donor.Email is not null && random.Next(2) == 0) await ByCard(donor, amount, at, $"page:{id}", ct);
            else await ByHand(donor, amount, OfficeHour(at, now), ct);
            db.ChangeTracker.Clear();
        }
    }

    private async Task<Donor> DonorOf(Person person, CancellationToken ct)
    {
        var address = await db.PersonAddresses.AsNoTracking().FirstAsync(a => a.PersonId == person.Id, ct);
        var mail = await db.PersonEmails.AsNoTracking().Where(e => e.PersonId == person.Id).Select(e => e.Address).FirstOrDefaultAsync(ct);
        return new Donor
        {
            PersonId = person.Id, FirstName = person.FirstName, LastName = person.LastName, Nationality = "FR", Street = address.Line1, Street2 = address.Line2,
            Postcode = address.Postcode, City = address.City, Country = address.Country, AttestsNaturalPerson = true, AttestsOwnAccount = true,
            Email = EmailAddress.TryParse(mail, out var email) ? email : null, Language = nation.Facts.Language,
        };
    }

    private async Task ByHand(Donor donor, Money amount, DateTimeOffset at, CancellationToken ct)
    {
        var answer = await enter.Run(new OfflineGift
        {
            Donor = donor, Amount = amount, Method = random.Next(3) == 0 ? PaymentMethod.Transfer : PaymentMethod.Cheque, At = at, Reference = $"D{random.Next(100_000, 999_999)}", EntryKey = $"demo-{donor.PersonId}",
        }, ct);
        if (answer is EnterAnswer.Refused refused) throw Refused(refused.Decision);
    }

    /// <summary>As <see cref="TakeGift"/> and the sandbox's webhook leave it, on a day of the past: at the network itself it would be today's.</summary>
    private async Task ByCard(Donor donor, Money amount, DateTimeOffset at, string source, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await law.PassGate(ct);
        var decision = await law.Judge(donor, amount.Cents, PaymentMethod.Card, at, ct);
        if (!decision.IsAllowed) throw Refused(decision);
        var gift = new Gift
        {
            PersonId = donor.PersonId ?? 0, Status = GiftStatus.Pending, Method = PaymentMethod.Card, AmountCents = amount.Cents, Currency = amount.Currency, GivenAt = at,
            Language = donor.Language, Source = source, IsNamePublic = random.Next(3) == 0,
        };
        db.Add(gift);
        db.Add(donor.File(gift.Id));
        var number = string.Create(CultureInfo.InvariantCulture, $"demo_{random.Next():x8}{random.Next():x8}");
        var attempt = new GiftAttempt { GiftId = gift.Id, Gateway = "sandbox", Key = number, SessionId = "cs_" + number, OpenedAt = at, ExpiresAt = at.AddMinutes(31), Status = AttemptStatus.Open };
        db.Add(attempt);
        law.Keep(decision, gift.Id);
        await db.SaveChangesAsync(ct);
        // Settled without its mail: nobody is thanked today for a gift of last month.
        await settle.PaidOtherwise(gift, attempt, new PaymentState.Paid("pay_" + number, amount.Cents, amount.Currency, (amount.Cents * 15 / 1000) + 25, nation.Facts.Country), ct);
        (gift.ReceivedAt, attempt.EndedAt) = (at.AddMinutes(2), at.AddMinutes(2));
        (gift.Acknowledgement, gift.AcknowledgementAt) = (AcknowledgementState.Sent, at.AddMinutes(3));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Somebody sits at a desk and opens the post: between nine and six on a working day, near to when it came.</summary>
    private DateTimeOffset OfficeHour(DateTimeOffset at, DateTimeOffset now)
    {
        var (day, time) = (nation.Facts.DayOf(at), TimeSpan.FromMinutes(random.Next(9 * 60, 18 * 60)));
        while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || At(day) > now) day = day.AddDays(-1);
        return At(day);
        DateTimeOffset At(DateOnly on) => nation.Facts.StartOf(on) + time;
    }

    private static InvalidOperationException Refused(Decision decision) => new($"The law refuses a gift of the demo: {decision}");
}
