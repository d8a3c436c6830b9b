using Microsoft.EntityFrameworkCore;
using Preau.Nations;

namespace Preau.Relations;

/// <summary>Couples, parents and children among the households of the demo, who recruited whom, and a kind of relation of the campaign's own.</summary>
public sealed class DemoRelations(Database db, SaveRelation save, TimeProvider clock) : IDemoSeed
{
    private const int Couples = 20;
    private const int Recruits = 12;
    private const int ParentFrom = 20;

    public string Name => "relations";
    public int Order => 57;

    public async Task Run(CancellationToken ct)
    {
        var own = new RelationType { Name = "parrain ou marraine de quartier", Reverse = "nouvel arrivant accompagné", CreatedAt = clock.GetUtcNow() };
        db.Add(own);
        await db.SaveChangesAsync(ct);
        var known = await db.People.AsNoTracking().Where(p => !p.IsRollOnly && p.ArchivedAt == null).OrderBy(p => p.Id).Take(Couples * 20).Select(p => new { p.Id, p.LastName, p.BornOn }).ToListAsync(ct);
        var couples = 0;
        foreach (var person in known)
        {
            if (couples >= Couples) break;
            // The household first: a store that has no statistics yet would begin with everybody.
            if (await db.HouseholdMembers.Where(m => m.PersonId == person.Id).Select(m => m.HouseholdId).SingleOrDefaultAsync(ct) is not { } household) continue;
            var housemates = await db.HouseholdMembers.Where(m => m.HouseholdId == household && m.PersonId != person.Id).Select(m => m.PersonId).ToArrayAsync(ct);
            var mates = await db.People.AsNoTracking().Where(p => EF.Parameter(housemates).Contains(p.Id) && p.LastName == person.LastName && p.ArchivedAt == null).OrderBy(p => p.Id).Take(3).Select(p => new { p.Id, p.BornOn }).ToListAsync(ct);
            foreach (var mate in mates)
            {
                if (person.BornOn is not { } mine || mate.BornOn is not { } theirs) continue;
                var years = theirs.Year - mine.Year;
                await save.Add(person.Id, mate.Id, years >= ParentFrom ? "child" : years <= -ParentFrom ? "parent" : "spouse", "", null, null, ct);
            }

            if (mates.Count > 0) couples++;
        }

        if (known.Count < Recruits + 3) return;
        for (var i = 1; i <= Recruits; i++) await save.Add(known[i].Id, known[i <= Recruits / 2 ? 0 : i - (Recruits / 2)].Id, "recruiter", "", null, null, ct);
        await save.Add(known[0].Id, known[Recruits + 1].Id, "employer", "mairie de Valmorin", new DateOnly(2019, 9, 1), null, ct);
        await save.Add(known[0].Id, known[Recruits + 2].Id, RelationRoles.OwnCode(own.Id, isReverse: false), "", null, null, ct);
    }
}
