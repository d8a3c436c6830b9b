using Microsoft.EntityFrameworkCore;

namespace Preau.People.Listing;

/// <summary>Takes a bulk action back from those who are still as it left them. Somebody erased since stays erased, somebody changed since stays changed.</summary>
public sealed class UndoBulk(Database db, TimeProvider clock)
{
    /// <summary>How long it can be taken back; what is older is forgotten.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(1);

    public async Task<int> Run(BulkAct act, CancellationToken ct)
    {
        var count = 0;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        act.UndoneAt = clock.GetUtcNow();
        foreach (var some in act.Done().Chunk(1000))
        {
            var back = await Back(act, some, ct);
            count += back.Length;
            if (back.Length > 0) db.Trail.Record(ActionOf(act.Kind), back, "undone", act.SubjectId);
        }

        var before = clock.GetUtcNow() - Life;
        await db.BulkActs.Where(a => a.At < before).ExecuteDeleteAsync(ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return count;
    }

    private Task<long[]> Back(BulkAct act, (long PersonId, long? Before)[] some, CancellationToken ct)
    {
        var ids = Array.ConvertAll(some, s => s.PersonId);
        return act.Kind switch
        {
            BulkKind.Tag => Untag(act, ids, ct),
            BulkKind.Untag => Tag(act, ids, ct),
            BulkKind.Assign => Assign(act, some, ct),
            BulkKind.Archive => Restore(act, ids, ct),
        };
    }

    private async Task<long[]> Untag(BulkAct act, long[] ids, CancellationToken ct)
    {
        var rows = db.PersonTags.Where(t => t.TagId == act.SubjectId && ids.Contains(t.PersonId) && t.AddedAt == act.At);
        var tagged = await rows.Select(t => t.PersonId).ToArrayAsync(ct);
        await rows.ExecuteDeleteAsync(ct);
        return tagged;
    }

    private async Task<long[]> Tag(BulkAct act, long[] ids, CancellationToken ct)
    {
        if (act.SubjectId is not { } tagId || !await db.Tags.AnyAsync(t => t.Id == tagId, ct)) return [];
        var bare = await db.People.Where(p => ids.Contains(p.Id) && !db.PersonTags.Any(t => t.TagId == tagId && t.PersonId == p.Id)).Select(p => p.Id).ToArrayAsync(ct);
        await using var writer = await db.Bulk("person_tag", ["tag_id", "person_id", "added_at"], ct);
        foreach (var id in bare) writer.Row(tagId, id, clock.GetUtcNow());
        await writer.Done(ct);
        return bare;
    }

    private async Task<long[]> Assign(BulkAct act, (long PersonId, long? Before)[] some, CancellationToken ct)
    {
        var (back, now) = (new List<long>(), clock.GetUtcNow());
        foreach (var group in some.GroupBy(s => s.Before))
        {
            var (ids, before) = (group.Select(g => g.PersonId).ToArray(), group.Key);
            var theirs = await db.People.Where(p => ids.Contains(p.Id) && p.AssigneeId == act.SubjectId).Select(p => p.Id).ToArrayAsync(ct);
            await db.People.Where(p => theirs.Contains(p.Id)).ExecuteUpdateAsync(s => s.SetProperty(p => p.AssigneeId, before).SetProperty(p => p.ChangedAt, now), ct);
            back.AddRange(theirs);
        }

        return [.. back];
    }

    private async Task<long[]> Restore(BulkAct act, long[] ids, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var archived = await db.People.Where(p => ids.Contains(p.Id) && p.ArchivedAt == act.At).Select(p => p.Id).ToArrayAsync(ct);
        await db.People.Where(p => archived.Contains(p.Id)).ExecuteUpdateAsync(s => s.SetProperty(p => p.ArchivedAt, (DateTimeOffset?)null).SetProperty(p => p.ChangedAt, now), ct);
        return archived;
    }

    private static string ActionOf(BulkKind kind) => kind switch
    {
        BulkKind.Tag => "person_tag.deleted",
        BulkKind.Untag => "person_tag.created",
        BulkKind.Assign or BulkKind.Archive => "person.changed",
    };
}
