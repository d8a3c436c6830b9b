using Microsoft.EntityFrameworkCore;
using Preau.Nations;

namespace Preau.Lists;

/// <summary>Two lists of the demo: those who help on Saturdays, and the guests of an evening.</summary>
public sealed class DemoLists(Database db, SaveList save, TimeProvider clock) : IDemoSeed
{
    public string Name => "lists";
    public int Order => 65;

    public async Task Run(CancellationToken ct)
    {
        await Make("Tractage du samedi", "Qui a promis d’aider sur le marché, samedi matin.", 24, 0, ct);
        await Make("Réunion publique du préau", "Les invités de la soirée, à rappeler trois jours avant.", 60, 12, ct);
    }

    private async Task Make(string name, string description, int count, int skip, CancellationToken ct)
    {
        var people = await db.People.Where(p => p.ArchivedAt == null && !p.IsRollOnly).OrderBy(p => p.Id).Skip(skip).Take(count).Select(p => p.Id).ToListAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var owner = await db.Memberships.OrderBy(m => m.AccountId).Select(m => (long?)m.AccountId).FirstOrDefaultAsync(ct);
        var list = save.Make(name, description, owner);
        await db.SaveChangesAsync(ct);
        await db.WriteMembers(list.Id, [.. people.Select(id => (id, clock.GetUtcNow()))], ct);
        db.Trail.Record("person_list_member.created", people, subjectId: list.Id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
