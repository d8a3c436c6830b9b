using Microsoft.EntityFrameworkCore;
using Preau.Nations;

namespace Preau.Memberships;

/// <summary>Members of the demo: of its support association, some of whom have to renew, and of its circle of donors.</summary>
public sealed class DemoMemberships(Database db, Standing standing, TimeProvider clock) : IDemoSeed
{
    public string Name => "memberships";
    public int Order => 67;

    public async Task Run(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (now, today) = (clock.GetUtcNow(), standing.Today);
        var owner = await db.Memberships.OrderBy(m => m.AccountId).Select(m => (long?)m.AccountId).FirstOrDefaultAsync(ct);
        var association = Type("Association de soutien", "Cotisation annuelle de 20 €.", 30);
        var circle = Type("Cercle du préau", "Les donateurs réguliers.", 0);
        await db.SaveChangesAsync(ct);
        var people = await db.People.Where(p => p.ArchivedAt == null && !p.IsRollOnly).OrderBy(p => p.Id).Skip(4).Take(45).Select(p => p.Id).ToListAsync(ct);
        await db.Write([.. people.Select((p, i) => new PersonMembership
        {
            PersonId = p, MembershipTypeId = i % 9 == 0 ? circle.Id : association.Id, StartedOn = today.AddDays(-300 - (i * 3)), ExpiresOn = i % 9 == 0 ? null : today.AddDays(65 - (i * 3)),
            SuspendedOn = i == 7 ? today.AddDays(-12) : null, CancelledOn = i == 11 ? today.AddDays(-40) : null, Reason = i == 7 ? "Parti six mois à l’étranger" : i == 11 ? "A déménagé" : "",
            Source = "panel", AuthorId = owner, CreatedAt = now.AddDays(-300 - (i * 3)), ChangedAt = now.AddDays(-300 - (i * 3)),
        })], ct);
        db.Trail.Record("person_membership.created", people);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);

        MembershipType Type(string name, string description, int grace)
        {
            var type = new MembershipType { Description = description, GraceDays = grace, CreatedAt = now };
            type.Call(name);
            db.Add(type);
            return type;
        }
    }
}
