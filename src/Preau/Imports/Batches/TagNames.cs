using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports.Batches;

/// <summary>A tag as files name it; below nought while it is not in the store.</summary>
internal sealed record FileTag(long Id, string Name, string Key);

/// <summary>The nation's tags by whatever way a file writes them.</summary>
internal sealed class TagNames(Dictionary<string, FileTag> byKey)
{
    private readonly Dictionary<string, FileTag?> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<long, long> stored = [];
    private long lastNew;

    public static async Task<TagNames> Load(Database db, CancellationToken ct) =>
        new(await db.Tags.AsNoTracking().Select(t => new FileTag(t.Id, t.Name, t.NameKey)).ToDictionaryAsync(t => t.Key, StringComparer.Ordinal, ct));

    /// <summary>Null when the name holds no letter.</summary>
    public FileTag? Of(string name)
    {
        if (byName.TryGetValue(name, out var known)) return known;
        var trimmed = string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (trimmed.Length > TagPeople.MaxLength) trimmed = trimmed[..TagPeople.MaxLength].TrimEnd();
        var key = NameKey.Of(trimmed);
        if (key.Length == 0) return byName[name] = null;
        if (!byKey.TryGetValue(key, out var tag)) byKey[key] = tag = new FileTag(--lastNew, trimmed, key);
        return byName[name] = tag;
    }

    /// <summary>Makes those of these tags that are not in the store, or not any more, in the transaction that is open; gives all their numbers.</summary>
    public async Task<IReadOnlyDictionary<long, long>> Make(Database db, IEnumerable<FileTag> used, CancellationToken ct)
    {
        var wanted = used.DistinctBy(t => t.Id).ToList();
        long[] numbers = [.. wanted.Select(NumberOf).Where(n => n > 0)];
        var there = await db.Tags.Where(t => EF.Parameter(numbers).Contains(t.Id)).Select(t => t.Id).ToHashSetAsync(ct);
        foreach (var tag in wanted)
        {
            if (there.Contains(NumberOf(tag)))
            {
                stored[tag.Id] = NumberOf(tag);
                continue;
            }

            // Another import may have made it in the meantime.
            var made = await db.Tags.SingleOrDefaultAsync(t => t.NameKey == tag.Key, ct);
            if (made is null) db.Add(made = new Tag { Name = tag.Name, NameKey = tag.Key });
            stored[tag.Id] = made.Id;
        }

        if (db.ChangeTracker.HasChanges()) await db.SaveChangesAsync(ct);
        return stored;
    }

    private long NumberOf(FileTag tag) => stored.GetValueOrDefault(tag.Id, tag.Id);
}
