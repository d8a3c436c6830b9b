using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.Shared;

namespace Preau.Donations;

/// <summary>What somebody gave, as mails by those who may see gifts may say it: paid, and not gone back.</summary>
public sealed class GiftFact(Database db, CurrentNation nation, TimeProvider clock) : IPersonFact
{
    public PersonFact Fact => PersonFact.Gifts;

    public async Task Tell(long[] ids, IReadOnlyDictionary<long, PersonDrop> people, CancellationToken ct)
    {
        var year = nation.Facts.DayOf(clock.GetUtcNow()).Year;
        var rows = await db.Gifts.Where(g => EF.Parameter(ids).Contains(g.PersonId) && g.Status == GiftStatus.Received).OrderBy(g => g.GivenAt).ThenBy(g => g.Id)
            .Select(g => new { g.PersonId, Cents = g.AmountCents - g.RefundedCents, g.Currency, g.GivenAt }).ToListAsync(ct);
        foreach (var person in rows.GroupBy(r => r.PersonId))
        {
            var last = person.Last();
            // Amounts of two currencies are never added: the year is told in that of the last.
            var sum = person.Where(r => r.Currency == last.Currency && nation.Facts.DayOf(r.GivenAt).Year == year).Sum(r => r.Cents);
            people.GetValueOrDefault(person.Key)?.Learn(new KnownGifts(new Money(last.Cents, last.Currency), nation.Facts.DayOf(last.GivenAt), new Money(sum, last.Currency)));
        }
    }
}
