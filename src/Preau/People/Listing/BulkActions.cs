using Microsoft.EntityFrameworkCore;

namespace Preau.People.Listing;

/// <summary>The same thing done to many people: set by set, one line in the feed and one audit row a thousand.</summary>
public sealed class BulkActions(Database db, TagPeople tags, TimeProvider clock)
{
    /// <summary>How many a list may do at once; for more there are segments.</summary>
    public const int Limit = 10_000;

    public async Task<int> Tag(IAsyncEnumerable<long[]> people, string name, CancellationToken ct)
    {
        if (await tags.Named(name, ct) is not { } tag) return 0;
        await db.SaveChangesAsync(ct);
        return await Each(people, "person_tag.created", tag.Id, async ids =>
        {
            var tagged = await db.PersonTags.Where(t => t.TagId == tag.Id && ids.Contains(t.PersonId)).Select(t => t.PersonId).ToListAsync(ct);
            var fresh = ids.Except(tagged).ToArray();
            await using var writer = await db.Bulk("person_tag", ["tag_id", "person_id", "added_at"], ct);
            foreach (var id in fresh) writer.Row(tag.Id, id, clock.GetUtcNow());
            await writer.Done(ct);
            return fresh;
        }, ct);
    }

    public Task<int> Untag(IAsyncEnumerable<long[]> people, long tagId, CancellationToken ct) => Each(people, "person_tag.deleted", tagId, async ids =>
    {
        var tagged = await db.PersonTags.Where(t => t.TagId == tagId && ids.Contains(t.PersonId)).Select(t => t.PersonId).ToArrayAsync(ct);
        await db.PersonTags.Where(t => t.TagId == tagId && tagged.Contains(t.PersonId)).ExecuteDeleteAsync(ct);
        return tagged;
    }, ct);

    /// <param name="accountId">Somebody with a role here; null takes the people back.</param>
    public Task<int> Assign(IAsyncEnumerable<long[]> people, long? accountId, CancellationToken ct) => Each(people, "person.changed", accountId, async ids =>
    {
        var now = clock.GetUtcNow();
        await db.People.Where(p => ids.Contains(p.Id)).ExecuteUpdateAsync(s => s.SetProperty(p => p.AssigneeId, accountId).SetProperty(p => p.ChangedAt, now), ct);
        return ids;
    }, ct);

    public Task<int> Archive(IAsyncEnumerable<long[]> people, CancellationToken ct) => Each(people, "person.changed", null, async ids =>
    {
        var now = clock.GetUtcNow();
        await db.People.Where(p => ids.Contains(p.Id) && p.ArchivedAt == null).ExecuteUpdateAsync(s => s.SetProperty(p => p.ArchivedAt, now).SetProperty(p => p.ChangedAt, now), ct);
        return ids;
    }, ct);

    private async Task<int> Each(IAsyncEnumerable<long[]> people, string action, long? subjectId, Func<long[], Task<long[]>> act, CancellationToken ct)
    {
        // Read first: what is done may change what the list finds.
        var all = new List<long[]>();
        await foreach (var ids in people.WithCancellation(ct)) all.Add(ids);
        var count = 0;
        foreach (var ids in all)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var done = await act(ids);
            if (done.Length > 0) db.Trail.Record(action, done, subjectId: subjectId);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            count += done.Length;
        }
        return count;
    }
}
