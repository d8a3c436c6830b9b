using Microsoft.EntityFrameworkCore;
using Preau.Donations;
using Preau.Law;
using Preau.Nations;
using Preau.People;
using Preau.Shared;

namespace Preau.Demo;

/// <summary>Gifts that came by cheque and transfer, entered under the same law as real ones.</summary>
public sealed class DemoGifts(Database db, EnterGift enter, CurrentNation nation, TimeProvider clock) : IDemoSeed
{
    private const int Count = 120;
    private static readonly int[] Amounts = [20, 20, 30, 50, 50, 50, 80, 100, 100, 150, 250, 500];

    public string Name => "gifts";
    public int Order => 30;

    public async Task Run(CancellationToken ct)
    {
        var random = new Random(2026);
        var now = clock.GetUtcNow();
        var donors = await db.People.AsNoTracking().Where(p => !p.IsRollOnly && (p.SupportLevel == null || p.SupportLevel <= 2)).OrderBy(p => p.Id).Take(400).ToListAsync(ct);
        foreach (var person in donors.OrderBy(_ => random.Next()).Take(Count).OrderBy(p => p.CreatedAt))
        {
            var address = await db.PersonAddresses.AsNoTracking().FirstAsync(a => a.PersonId == person.Id, ct);
            var mail = await db.PersonEmails.AsNoTracking().Where(e => e.PersonId == person.Id).Select(e => e.Address).FirstOrDefaultAsync(ct);
            var since = Math.Max((now - person.CreatedAt).TotalDays - 0.1, 0);
            var answer = await enter.Run(new OfflineGift
            {
                Donor = new Donor
                {
                    PersonId = person.Id, FirstName = person.FirstName, LastName = person.LastName, Nationality = "FR", Street = address.Line1, Street2 = address.Line2,
                    Postcode = address.Postcode, City = address.City, Country = address.Country, AttestsNaturalPerson = true, AttestsOwnAccount = true,
                    Email = EmailAddress.TryParse(mail, out var email) ? email : null, Language = nation.Facts.Language,
                },
                Amount = Money.Euros(Amounts[random.Next(Amounts.Length)]),
                Method = random.Next(3) == 0 ? PaymentMethod.Transfer : PaymentMethod.Cheque,
                At = now.AddDays(-since * random.NextDouble()),
                Reference = $"D{random.Next(100_000, 999_999)}",
                EntryKey = $"demo-{person.Id}",
            }, ct);
            if (answer is EnterAnswer.Refused refused) throw new InvalidOperationException($"The law refuses a gift of the demo: {refused.Decision}");
            db.ChangeTracker.Clear();
        }
    }
}
