using Microsoft.EntityFrameworkCore;
using Preau.Imports;

namespace Preau.Electors.Roll;

/// <summary>Rolls that are in and of a later day than one that comes in: what they say stays. Numbers of imports tell nothing of it, since they are given out in blocks.</summary>
internal sealed class NewerRolls
{
    private readonly Dictionary<long, bool> rolls = [];
    private readonly Dictionary<string, RollLists> communes = new(StringComparer.Ordinal);

    public DateOnly ListedOn { get; private init; } = DateOnly.MaxValue;

    /// <summary>The imports of them.</summary>
    public long[] Imports => [.. rolls.Keys];

    /// <param name="codes">The communes that are asked for.</param>
    public static async Task<NewerRolls> Load(Database db, long importId, string[] codes, CancellationToken ct)
    {
        // A dry run of a command has no date.
        if (await db.ElectoralRolls.AsNoTracking().Where(r => r.ImportId == importId).Select(r => new { r.ListedOn, r.AttestedAt }).SingleOrDefaultAsync(ct) is not { } own) return new();
        var (day, at) = (own.ListedOn, own.AttestedAt);
        var found = new NewerRolls { ListedOn = day };
        var standing = await db.ElectoralRolls.AsNoTracking().Where(r => r.ImportId != importId && (r.ListedOn > day || (r.ListedOn == day && r.AttestedAt > at)))
            .Join(db.Imports.Where(i => i.State == ImportState.Running || i.State == ImportState.Done || i.State == ImportState.Cancelled || i.State == ImportState.Failed), r => r.ImportId, i => i.Id, (r, i) => new { i.Id, r.ListedOn, r.IsComplete, i.State }).ToListAsync(ct);
        foreach (var roll in standing) found.rolls[roll.Id] = roll.ListedOn > day;
        // One that was stopped half way does not say who is missing.
        long[] whole = [.. standing.Where(r => r.IsComplete && r.ListedOn > day && r.State is ImportState.Running or ImportState.Done).Select(r => r.Id)];
        if (whole.Length == 0 || codes.Length == 0) return found;
        foreach (var commune in await db.RollCommunes.AsNoTracking().Where(c => EF.Parameter(whole).Contains(c.ImportId) && EF.Parameter(codes).Contains(c.Code)).Select(c => new { c.Code, c.Lists }).ToListAsync(ct))
            found.communes[commune.Code] = found.communes.GetValueOrDefault(commune.Code) | (RollLists)commune.Lists;
        return found;
    }

    /// <summary>Whether a newer list is the whole one of that commune.</summary>
    public bool Holds(RollEntry entry) => communes.TryGetValue(entry.Commune, out var lists) && lists.HasFlag(entry.List);

    /// <summary>Whether a newer list named them, or struck them off.</summary>
    public bool Knows(RegistrationDraft elector, RollLists list) =>
        elector.Before?.StruckOffOn > ListedOn || (elector.SeenBefore is { } seen && rolls.TryGetValue(seen.ImportId, out var isOfALaterDay) && (isOfALaterDay || seen.Lists.HasFlag(list)));

    public bool Named(long? seenImportId) => seenImportId is { } id && rolls.ContainsKey(id);
}
