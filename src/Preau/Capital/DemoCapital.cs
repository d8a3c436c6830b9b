using Microsoft.EntityFrameworkCore;
using Preau.Nations;

namespace Preau.Capital;

/// <summary>Points of the demo: what they are given for, and some who earned and spent them.</summary>
public sealed class DemoCapital(Database db, CapitalLedger ledger, TimeProvider clock) : IDemoSeed
{
    public string Name => "capital";
    public int Order => 66;

    public async Task Run(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var owner = await db.Memberships.OrderBy(m => m.AccountId).Select(m => (long?)m.AccountId).FirstOrDefaultAsync(ct);
        var now = clock.GetUtcNow();
        var calls = Type("Soirée d’appels", 1000, Occasion.Hand);
        var meeting = Type("Venue à une réunion", 500, Occasion.Hand);
        var friend = Type("A fait venir quelqu’un", 2500, Occasion.Hand);
        Type("Signature d’une pétition", 200, Occasion.Signature);
        Type("Don reçu", 1500, Occasion.Gift);
        await db.SaveChangesAsync(ct);
        var people = await db.People.Where(p => p.ArchivedAt == null && !p.IsRollOnly).OrderBy(p => p.Id).Take(40).Select(p => p.Id).ToListAsync(ct);
        await ledger.Write([.. people.Select(p => new NewCapital(p, meeting.AmountCents, IsSpending: false, "", meeting.Id))], "panel", now.AddDays(-21), owner, ct);
        await ledger.Write([.. people.Where((_, i) => i % 3 == 0).Select(p => new NewCapital(p, calls.AmountCents, IsSpending: false, "", calls.Id))], "panel", now.AddDays(-9), owner, ct);
        await ledger.Write([.. people.Where((_, i) => i % 7 == 0).Select(p => new NewCapital(p, friend.AmountCents, IsSpending: false, "", friend.Id))], "panel", now.AddDays(-4), owner, ct);
        await ledger.Write([.. people.Where((_, i) => i % 14 == 0).Select(p => new NewCapital(p, -2000, IsSpending: true, "Deux places pour le meeting"))], "panel", now.AddDays(-1), owner, ct);
        db.Trail.Record("capital_entry.created", people);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);

        CapitalType Type(string name, long cents, Occasion occasion)
        {
            var type = new CapitalType { AmountCents = cents, Occasion = occasion, CreatedAt = now };
            type.Call(name);
            db.Add(type);
            return type;
        }
    }
}
