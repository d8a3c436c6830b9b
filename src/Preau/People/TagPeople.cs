using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.People;

/// <summary>Puts tags on people and takes them off. Tags are known again without case and accents.</summary>
public sealed class TagPeople(Database db, TimeProvider clock)
{
    public const int MaxLength = 80;

    /// <summary>The tag of that name, made when it is new; null when the name holds no letter. The caller saves.</summary>
    public async Task<Tag?> Named(string name, CancellationToken ct)
    {
        var trimmed = string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (trimmed.Length > MaxLength) trimmed = trimmed[..MaxLength].TrimEnd();
        var key = NameKey.Of(trimmed);
        if (key.Length == 0) return null;
        var tag = db.Tags.Local.FirstOrDefault(t => t.NameKey == key) ?? await db.Tags.SingleOrDefaultAsync(t => t.NameKey == key, ct);
        if (tag is null) db.Add(tag = new Tag { Name = trimmed, NameKey = key });
        return tag;
    }

    /// <summary>The caller saves.</summary>
    public async Task Add(long personId, string name, CancellationToken ct)
    {
        if (await Named(name, ct) is not { } tag) return;
        if (db.PersonTags.Local.Any(t => t.TagId == tag.Id && t.PersonId == personId)) return;
        if (!await db.PersonTags.AnyAsync(t => t.TagId == tag.Id && t.PersonId == personId, ct))
            db.Add(new PersonTag { TagId = tag.Id, PersonId = personId, AddedAt = clock.GetUtcNow() });
    }

    /// <summary>The caller saves.</summary>
    public async Task Remove(long personId, long tagId, CancellationToken ct)
    {
        if (await db.PersonTags.SingleOrDefaultAsync(t => t.TagId == tagId && t.PersonId == personId, ct) is { } row) db.Remove(row);
    }
}
