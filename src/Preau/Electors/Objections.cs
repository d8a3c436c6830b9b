using Microsoft.EntityFrameworkCore;
using Preau.Electors.Roll;
using Preau.Imports;
using Preau.Imports.Batches;
using Preau.Imports.Choices;
using Preau.People;

namespace Preau.Electors;

/// <summary>
/// Electors who objected to the use of the roll, or asked to be erased. The law does not let them oppose its delivery, but its use: fingerprints of names and date of birth outlast their
/// record, so that no later roll brings them back.
/// </summary>
public sealed class Objections(Database db, Suppressions suppressions)
{
    public const string Objected = "objected";

    /// <summary>The keys of those entries whose electors objected.</summary>
    public async Task<IReadOnlySet<string>> Among(IReadOnlyList<RollEntry> entries, CancellationToken ct)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (entries.Count == 0 || !await db.Suppressions.AnyAsync(s => s.Channel == SuppressedChannel.Roll, ct)) return found;
        var hash = await suppressions.Hash(ct);
        var kind = EnumText<SuppressedChannel>.Of(SuppressedChannel.Roll);
        var prints = entries.SelectMany(e => KeysOf(e).Select(k => (Print: hash.Of(kind, k), e.Key))).ToLookup(p => p.Print, p => p.Key, StringComparer.Ordinal);
        string[] asked = [.. prints.Select(p => p.Key)];
        foreach (var print in await db.Suppressions.Where(s => s.Channel == SuppressedChannel.Roll && EF.Parameter(asked).Contains(s.KeyHash)).Select(s => s.KeyHash).ToListAsync(ct)) found.UnionWith(prints[print]);
        return found;
    }

    /// <summary>From now on no roll brings them back. The caller saves.</summary>
    public async Task Add(long personId, string reason, CancellationToken ct)
    {
        if (await KeyOf(personId, ct) is { } key) await suppressions.Add(SuppressedChannel.Roll, key, reason, ct);
    }

    /// <summary>They may be on it again. The caller saves.</summary>
    public async Task Lift(long personId, CancellationToken ct)
    {
        if (await Row(personId, ct) is { } row) db.Remove(row);
    }

    /// <summary>Whether the campaign knows them but through a roll: then nothing of the record stays when they object. What another file, a visit or somebody's hand added does.</summary>
    public Task<bool> LeavesNothing(long personId, CancellationToken ct) => db.People.AnyAsync(p => p.Id == personId && p.IsRollOnly
        && !db.ImportTouches.Any(t => t.PersonId == personId && db.Imports.Any(i => i.Id == t.ImportId && i.OriginKind != ImportOrigin.ElectoralRoll))
        && !db.Provenances.Any(v => v.PersonId == personId && !v.Source.StartsWith(Import.Sources) && !v.Source.StartsWith(Import.UndoSources))
        && !db.Notes.Any(n => n.PersonId == personId) && !db.Contacts.Any(c => c.PersonId == personId) && !db.PersonMemberships.Any(m => m.PersonId == personId) && !db.ConsentEntries.Any(c => c.PersonId == personId), ct);

    public async Task<bool> Has(long personId, CancellationToken ct) => await Row(personId, ct) is not null;

    private async Task<Suppression?> Row(long personId, CancellationToken ct)
    {
        if (await suppressions.KnownHash(ct) is null || await KeyOf(personId, ct) is not { } key) return null;
        var print = await suppressions.Fingerprint(SuppressedChannel.Roll, key, ct);
        return await db.Suppressions.SingleOrDefaultAsync(s => s.Channel == SuppressedChannel.Roll && s.KeyHash == print && s.Reason == Objected, ct);
    }

    /// <summary>By name and date of birth, as the record has them; by what the roll says, where that knows no more than a year.</summary>
    private async Task<string?> KeyOf(long personId, CancellationToken ct)
    {
        if (await db.People.AsNoTracking().Where(p => p.Id == personId).Select(p => new { p.FirstName, p.LastName, p.BornOn }).SingleOrDefaultAsync(ct) is not { } person) return null;
        return KnownPeople.NamedKey(person.LastName, person.FirstName, person.BornOn) ?? await db.Registrations.Where(r => r.PersonId == personId).Select(r => r.ElectorKey).SingleOrDefaultAsync(ct);
    }

    private static IEnumerable<string> KeysOf(RollEntry entry) => entry.Names.Select(n => KnownPeople.NamedKey(n.Last, n.First, entry.BornOn)).OfType<string>().Append(entry.Key);
}
