using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.People.Bulk;

/// <summary>Puts a tag on; it is made when it is new.</summary>
public sealed class TagDeed(Database db, TagPeople tags, Words words) : IBulkDeed
{
    public BulkKind Kind => BulkKind.Tag;

    public Task<BulkAsk?> Ask(CancellationToken ct) => Task.FromResult<BulkAsk?>(new(words["Tag them"], "tag", Name: words["Tag"]));

    public async Task<string?> Choose(BulkAct act, BulkChoice choice, CancellationToken ct)
    {
        act.Value = (choice.Name ?? "").Trim();
        var key = NameKey.Of(act.Value);
        if (key.Length == 0) return words["Write which tag. Nothing was changed."];
        act.SubjectId = await db.Tags.Where(t => t.NameKey == key).Select(t => (long?)t.Id).SingleOrDefaultAsync(ct);
        return null;
    }

    public Task<string> Say(BulkAct act, CancellationToken ct) => Task.FromResult(words["Put on the tag “{0}”", act.Value]);

    public Task<string> SayDone(BulkAct act, CancellationToken ct) => Task.FromResult(words.Count(act.Changed, "{0} person tagged “{1}”.", "{0} people tagged “{1}”.", act.Value));

    public async Task Prepare(BulkAct act, CancellationToken ct) => act.SubjectId = (await tags.Named(act.Value ?? "", ct))?.Id;

    public async Task<string?> WhyNot(BulkAct act, CancellationToken ct) => act.SubjectId is null || await db.Tags.AnyAsync(t => t.Id == act.SubjectId, ct) ? null : words["There is no tag “{0}”.", act.Value];

    public IQueryable<long> Already(BulkAct act) => db.PersonTags.Where(t => t.TagId == act.SubjectId).Select(t => t.PersonId);

    public async Task<IReadOnlyList<(long PersonId, string? Before)>> Do(BulkAct act, long[] ids, CancellationToken ct)
    {
        await db.WriteTags(act.SubjectId, ids.Select(id => (id, act.At)), ct);
        return [.. ids.Select(id => (id, (string?)null))];
    }

    public async Task<long[]> Undo(BulkAct act, IReadOnlyList<BulkEffect> effects, CancellationToken ct)
    {
        long[] ids = [.. effects.Select(e => e.PersonId)];
        var rows = db.PersonTags.Where(t => t.TagId == act.SubjectId && ids.Contains(t.PersonId) && t.AddedAt == act.At);
        var tagged = await rows.Select(t => t.PersonId).ToArrayAsync(ct);
        await rows.ExecuteDeleteAsync(ct);
        return tagged;
    }

    public string Action(bool isUndo) => isUndo ? "person_tag.deleted" : "person_tag.created";
}

/// <summary>Takes a tag off; since when somebody bore it comes back with it.</summary>
public sealed class UntagDeed(Database db, Words words) : IBulkDeed
{
    public BulkKind Kind => BulkKind.Untag;

    public Task<BulkAsk?> Ask(CancellationToken ct) => Task.FromResult<BulkAsk?>(new(words["Take tag off"], "tag", Name: words["Tag"]));

    public async Task<string?> Choose(BulkAct act, BulkChoice choice, CancellationToken ct)
    {
        act.Value = (choice.Name ?? "").Trim();
        var key = NameKey.Of(act.Value);
        if (key.Length == 0) return words["Write which tag. Nothing was changed."];
        act.SubjectId = await db.Tags.Where(t => t.NameKey == key).Select(t => (long?)t.Id).SingleOrDefaultAsync(ct);
        return act.SubjectId is null ? words["There is no tag “{0}”.", act.Value] : null;
    }

    public Task<string> Say(BulkAct act, CancellationToken ct) => Task.FromResult(words["Take off the tag “{0}”", act.Value]);

    public Task<string> SayDone(BulkAct act, CancellationToken ct) => Task.FromResult(words.Count(act.Changed, "Tag “{1}” taken off {0} person.", "Tag “{1}” taken off {0} people.", act.Value));

    public IQueryable<long> Already(BulkAct act) => db.People.Where(p => !db.PersonTags.Any(t => t.TagId == act.SubjectId && t.PersonId == p.Id)).Select(p => p.Id);

    public async Task<IReadOnlyList<(long PersonId, string? Before)>> Do(BulkAct act, long[] ids, CancellationToken ct)
    {
        var rows = db.PersonTags.Where(t => t.TagId == act.SubjectId && ids.Contains(t.PersonId));
        var tagged = await rows.Select(t => new { t.PersonId, t.AddedAt }).ToListAsync(ct);
        await rows.ExecuteDeleteAsync(ct);
        return [.. tagged.Select(t => (t.PersonId, (string?)Instant.Write(t.AddedAt)))];
    }

    public async Task<long[]> Undo(BulkAct act, IReadOnlyList<BulkEffect> effects, CancellationToken ct)
    {
        if (!await db.Tags.AnyAsync(t => t.Id == act.SubjectId, ct)) return [];
        long[] ids = [.. effects.Select(e => e.PersonId)];
        var bare = await db.People.Where(p => ids.Contains(p.Id) && !db.PersonTags.Any(t => t.TagId == act.SubjectId && t.PersonId == p.Id)).Select(p => p.Id).ToListAsync(ct);
        await db.WriteTags(act.SubjectId, effects.Where(e => bare.Contains(e.PersonId)).Select(e => (e.PersonId, Instant.Read(e.Before) ?? act.At)), ct);
        return [.. bare];
    }

    public string Action(bool isUndo) => isUndo ? "person_tag.created" : "person_tag.deleted";
}

/// <summary>Instants as an effect keeps them.</summary>
public static class Instant
{
    public static string Write(DateTimeOffset at) => at.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static DateTimeOffset? Read(string? text) =>
        long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var ticks) ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
}

internal static class TagRows
{
    public static async Task WriteTags(this Database db, long? tagId, IEnumerable<(long PersonId, DateTimeOffset At)> people, CancellationToken ct)
    {
        await using var writer = await db.Bulk("person_tag", ["tag_id", "person_id", "added_at"], ct);
        foreach (var (personId, at) in people) writer.Row(tagId, personId, at);
        await writer.Done(ct);
    }
}
