using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Relations;

public sealed record RemoveRelationsOfType(long RelationTypeId) : IJob;

/// <summary>Takes a kind of relation away: itself at once, so that nobody writes one of it any more, then its relations in parts. Begun anew it goes on where it was.</summary>
public sealed class RemoveRelationType(Database db, TimeProvider clock) : IHandle<RemoveRelationsOfType>
{
    /// <summary>So many rows go while one waits; more are work in the background.</summary>
    public const int AtOnce = 5000;

    /// <returns>Whether the rest is left to the background.</returns>
    public async Task<bool> Begin(RelationType type, CancellationToken ct)
    {
        bool isMany;
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            // Nobody adds one of a kind that is leaving.
            await db.Execute("People/HoldPeople", ct);
            isMany = await Rows(type.Id).Take(AtOnce + 1).CountAsync(ct) > AtOnce;
            db.Remove(type);
            db.Enqueue(new RemoveRelationsOfType(type.Id), isMany ? null : clock.GetUtcNow() + TimeSpan.FromMinutes(1));
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }

        if (!isMany) await Run(new RemoveRelationsOfType(type.Id), ct);
        return isMany;
    }

    public async Task Run(RemoveRelationsOfType job, CancellationToken ct)
    {
        if (await db.RelationTypes.AnyAsync(t => t.Id == job.RelationTypeId, ct)) return;
        while (true)
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.Execute("People/HoldPeople", ct);
            var rows = await Rows(job.RelationTypeId).OrderBy(r => r.Id).Take(AtOnce).Select(r => new { r.Id, r.PersonId }).ToListAsync(ct);
            if (rows.Count == 0) return;
            var ids = rows.ConvertAll(r => r.Id);
            await Rows(job.RelationTypeId).Where(r => EF.Parameter(ids).Contains(r.Id)).ExecuteDeleteAsync(ct);
            db.Trail.Record("relation.deleted", [.. rows.Select(r => r.PersonId).Distinct()], subjectId: job.RelationTypeId, count: rows.Count);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
    }

    private IQueryable<Relation> Rows(long typeId)
    {
        string[] codes = [RelationRoles.OwnCode(typeId, isReverse: false), RelationRoles.OwnCode(typeId, isReverse: true)];
        return db.Relations.IgnoreQueryFilters([RelationMap.RemovedFilter]).Where(r => EF.Parameter(codes).Contains(r.Role));
    }
}
