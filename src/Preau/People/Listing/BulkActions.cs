using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.People.Listing;

/// <param name="Count">Those whom it changed.</param>
/// <param name="ActId">What takes it back; null when it changed nobody.</param>
public sealed record BulkDone(int Count, long? ActId);

/// <summary>The same thing done to many people: set by set, one line in the feed and one audit row a thousand; and remembered, to be taken back.</summary>
public sealed class BulkActions(Database db, TagPeople tags, CurrentAccount account, TimeProvider clock)
{
    /// <summary>How many a list may do at once; for more there are segments.</summary>
    public const int Limit = 10_000;

    public async Task<BulkDone> Tag(IAsyncEnumerable<long[]> people, string name, CancellationToken ct)
    {
        if (await tags.Named(name, ct) is not { } tag) return new(0, null);
        await db.SaveChangesAsync(ct);
        return await Each(people, BulkKind.Tag, "person_tag.created", tag.Id, async (ids, at) =>
        {
            var tagged = await db.PersonTags.Where(t => t.TagId == tag.Id && ids.Contains(t.PersonId)).Select(t => t.PersonId).ToListAsync(ct);
            var fresh = ids.Except(tagged).ToArray();
            await using var writer = await db.Bulk("person_tag", ["tag_id", "person_id", "added_at"], ct);
            foreach (var id in fresh) writer.Row(tag.Id, id, at);
            await writer.Done(ct);
            return Plain(fresh);
        }, ct);
    }

    public Task<BulkDone> Untag(IAsyncEnumerable<long[]> people, long tagId, CancellationToken ct) => Each(people, BulkKind.Untag, "person_tag.deleted", tagId, async (ids, _) =>
    {
        var tagged = await db.PersonTags.Where(t => t.TagId == tagId && ids.Contains(t.PersonId)).Select(t => t.PersonId).ToArrayAsync(ct);
        await db.PersonTags.Where(t => t.TagId == tagId && tagged.Contains(t.PersonId)).ExecuteDeleteAsync(ct);
        return Plain(tagged);
    }, ct);

    /// <param name="accountId">Somebody with a role here; null takes the people back.</param>
    public Task<BulkDone> Assign(IAsyncEnumerable<long[]> people, long? accountId, CancellationToken ct) => Each(people, BulkKind.Assign, "person.changed", accountId, async (ids, at) =>
    {
        var before = await db.People.Where(p => ids.Contains(p.Id) && p.AssigneeId != accountId).Select(p => new { p.Id, p.AssigneeId }).ToListAsync(ct);
        var moved = before.ConvertAll(p => p.Id);
        await db.People.Where(p => moved.Contains(p.Id)).ExecuteUpdateAsync(s => s.SetProperty(p => p.AssigneeId, accountId).SetProperty(p => p.ChangedAt, at), ct);
        return [.. before.Select(p => (p.Id, p.AssigneeId))];
    }, ct);

    public Task<BulkDone> Archive(IAsyncEnumerable<long[]> people, CancellationToken ct) => Each(people, BulkKind.Archive, "person.changed", null, async (ids, at) =>
    {
        var fresh = await db.People.Where(p => ids.Contains(p.Id) && p.ArchivedAt == null).Select(p => p.Id).ToArrayAsync(ct);
        await db.People.Where(p => fresh.Contains(p.Id)).ExecuteUpdateAsync(s => s.SetProperty(p => p.ArchivedAt, at).SetProperty(p => p.ChangedAt, at), ct);
        return Plain(fresh);
    }, ct);

    private static (long, long?)[] Plain(long[] ids) => Array.ConvertAll(ids, id => (id, (long?)null));

    private async Task<BulkDone> Each(
        IAsyncEnumerable<long[]> people, BulkKind kind, string action, long? subjectId, Func<long[], DateTimeOffset, Task<(long PersonId, long? Before)[]>> act, CancellationToken ct)
    {
        // Read first: what is done may change what the list finds.
        var all = new List<long[]>();
        await foreach (var ids in people.WithCancellation(ct)) all.Add(ids);
        var at = clock.GetUtcNow().ToMicroseconds();
        BulkAct? remembered = null;
        var count = 0;
        foreach (var ids in all)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var done = await act(ids, at);
            if (done.Length > 0)
            {
                db.Trail.Record(action, Array.ConvertAll(done, d => d.PersonId), subjectId: subjectId);
                if (remembered is null) db.Add(remembered = new BulkAct { AccountId = account.Id, Kind = kind, SubjectId = subjectId, At = at });
                remembered.Add(done);
            }

            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            count += done.Length;
        }

        return new(count, remembered?.Id);
    }
}
