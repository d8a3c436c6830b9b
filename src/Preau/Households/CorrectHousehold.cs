using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Shared;

namespace Preau.Households;

/// <summary>Says by hand who lives together. What was said holds whatever the rules say later, until it is taken back. Each in a transaction of its own.</summary>
public sealed class CorrectHousehold(Database db, DeriveHouseholds derive, CurrentAccount account, Words words, TimeProvider clock)
{
    /// <summary>More people than these are not put into a household by hand at once.</summary>
    public const int Most = 200;

    /// <returns>The number of the correction; null where the household or one of the people is not there.</returns>
    public Task<long?> Move(IReadOnlyCollection<long> people, long? from, long into, CancellationToken ct) => Place(CorrectionKind.Moved, people, null, from, into, ct);

    public Task<long?> TakeOut(IReadOnlyCollection<long> people, long? from, CancellationToken ct) => Place(CorrectionKind.TakenOut, people, null, from, null, ct);

    public Task<long?> LeaveToRules(IReadOnlyCollection<long> people, long? from, CancellationToken ct) => Place(CorrectionKind.LeftToRules, people, null, from, null, ct);

    /// <summary>A household that nobody's address makes, of these people.</summary>
    /// <param name="with">Somebody in no household who is in it as well.</param>
    public async Task<(long CorrectionId, long HouseholdId)?> Split(IReadOnlyCollection<long> people, long? from, CancellationToken ct, long? with = null)
    {
        var id = db.Ids.Next("household");
        return await Place(CorrectionKind.Split, people, with, from, id, ct) is { } correction ? (correction, id) : null;
    }

    /// <summary>All who are in the one, and all whom the rules would put there later, are in the other.</summary>
    public async Task<long?> Join(long from, long into, CancellationToken ct)
    {
        await using var transaction = await Hold(ct);
        if (from == into || await db.Households.CountAsync(h => (h.Id == from || h.Id == into) && h.JoinedIntoId == null, ct) != 2) return null;
        var people = await Members(from, ct);
        await db.Households.Where(h => h.Id == from || h.JoinedIntoId == from).ExecuteUpdateAsync(s => s.SetProperty(h => h.JoinedIntoId, into), ct);
        var correction = Written(CorrectionKind.Joined, from, into);
        await derive.Of(people, ct);
        return await Done(transaction, correction, "joined_to", people, into, ct);
    }

    /// <param name="name">Empty: called by its members' surnames again.</param>
    public async Task<long?> Rename(long id, string name, CancellationToken ct)
    {
        await using var transaction = await Hold(ct);
        if (await db.Households.AsNoTracking().SingleOrDefaultAsync(h => h.Id == id, ct) is not { } known) return null;
        var correction = Written(CorrectionKind.Renamed, null, id);
        (correction.NameBefore, correction.NameAfter) = (known.IsNamed ? known.Name : "", name);
        return await Done(transaction, correction, "renamed", await Call(id, name, ct), id, ct);
    }

    /// <returns>Why not, as a sentence; null when it is taken back.</returns>
    public async Task<string?> Undo(long correctionId, CancellationToken ct)
    {
        await using var transaction = await Hold(ct);
        if (await db.HouseholdCorrections.SingleOrDefaultAsync(c => c.Id == correctionId, ct) is not { } correction) return words["This correction is not there any more."];
        if (correction.UndoneAt is not null) return words["This correction was taken back already."];
        List<long> people;
        switch (correction.Kind)
        {
            case CorrectionKind.Joined:
                if (await Apart(correction.FromId ?? 0, correction.IntoId ?? 0, ct) is not { } back) return words["That household was joined to another one later. Take that back first."];
                people = back;
                break;
            case CorrectionKind.Renamed:
                var name = await db.Households.Where(h => h.Id == correction.IntoId).Select(h => h.IsNamed ? h.Name : "").SingleOrDefaultAsync(ct);
                if (name != correction.NameAfter) return words["The household was called otherwise since."];
                people = await Call(correction.IntoId ?? 0, correction.NameBefore ?? "", ct);
                break;
            default:
                people = await db.HouseholdPlacements.Where(p => p.HouseholdCorrectionId == correctionId).Select(p => p.PersonId).ToListAsync(ct);
                await db.HouseholdPlacements.Where(p => p.HouseholdCorrectionId == correctionId).ExecuteDeleteAsync(ct);
                break;
        }

        correction.UndoneAt = clock.GetUtcNow();
        await derive.Of(people, ct);
        await Done(transaction, correction, "correction_undone", people, correction.IntoId ?? correction.FromId, ct);
        return null;
    }

    private async Task<long?> Place(CorrectionKind kind, IReadOnlyCollection<long> people, long? with, long? from, long? into, CancellationToken ct)
    {
        var ids = (with is { } one ? people.Append(one) : people).Distinct().ToArray();
        await using var transaction = await Hold(ct);
        // Asked while nobody else corrects: a second press finds them elsewhere already.
        if (from is not null && await db.HouseholdMembers.CountAsync(m => m.HouseholdId == from && EF.Parameter(ids).Contains(m.PersonId), ct) != people.Distinct().Count(p => p != with)) return null;
        if (ids.Length is 0 or > Most || await db.People.CountAsync(p => EF.Parameter(ids).Contains(p.Id) && p.ArchivedAt == null, ct) != ids.Length) return null;
        if (kind == CorrectionKind.Split) db.Add(new Household { Id = into!.Value, HomeKey = Household.OwnKey(into.Value), SurnameKey = "" });
        else if (into is not null && !await db.Households.AnyAsync(h => h.Id == into && h.JoinedIntoId == null, ct)) return null;
        if (from is not null && !await db.Households.AnyAsync(h => h.Id == from, ct)) return null;
        var correction = Written(kind, from, into);
        foreach (var id in ids) db.Add(new HouseholdPlacement { PersonId = id, HouseholdCorrectionId = correction.Id, HouseholdId = into, IsByRules = kind == CorrectionKind.LeftToRules, At = correction.At });
        using (db.Trail.Pause()) await db.SaveChangesAsync(ct);
        await derive.Of(ids, ct);
        return await Done(transaction, correction, EnumText<CorrectionKind>.Of(kind), ids, into ?? from, ct);
    }

    private async Task<Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction> Hold(CancellationToken ct)
    {
        var transaction = await db.Database.BeginTransactionAsync(ct);
        // Nobody is erased or merged while they are placed; always in this order, as whoever erases takes them.
        await db.Execute("People/HoldPeople", ct);
        await db.Execute("Households/HoldHouseholds", ct);
        return transaction;
    }

    private HouseholdCorrection Written(CorrectionKind kind, long? from, long? into)
    {
        var correction = new HouseholdCorrection { Kind = kind, FromId = from, IntoId = into, AccountId = account.Id, At = clock.GetUtcNow() };
        db.Add(correction);
        return correction;
    }

    /// <summary>One line for all of them, in the trail as in the feed.</summary>
    private async Task<long?> Done(Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction, HouseholdCorrection correction, string deed, IReadOnlyCollection<long> people, long? subject, CancellationToken ct)
    {
        using (db.Trail.Pause())
        {
            db.Trail.Record($"household.{deed}", people, subjectId: subject);
            await db.SaveChangesAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return correction.Id;
    }

    private Task<List<long>> Members(long id, CancellationToken ct) => db.HouseholdMembers.Where(m => m.HouseholdId == id).Select(m => m.PersonId).ToListAsync(ct);

    private async Task<List<long>> Call(long id, string name, CancellationToken ct)
    {
        var people = await Members(id, ct);
        var key = NameKey.Of(name);
        await db.Households.Where(h => h.Id == id).ExecuteUpdateAsync(s => s.SetProperty(h => h.IsNamed, name.Length > 0).SetProperty(h => h.Name, name).SetProperty(h => h.NameKey, key), ct);
        await derive.Of(people, ct);
        return people;
    }

    /// <summary>What was joined before to the one that comes back comes back with it.</summary>
    private async Task<List<long>?> Apart(long from, long into, CancellationToken ct)
    {
        if (!await db.Households.AnyAsync(h => h.Id == from && h.JoinedIntoId == into, ct)) return null;
        var people = await Members(into, ct);
        await db.Households.Where(h => h.Id == from).ExecuteUpdateAsync(s => s.SetProperty(h => h.JoinedIntoId, (long?)null), ct);
        await db.Households.Where(h => h.JoinedIntoId == into && db.HouseholdCorrections.Any(c => c.Kind == CorrectionKind.Joined && c.UndoneAt == null && c.FromId == h.Id && c.IntoId == from)).ExecuteUpdateAsync(s => s.SetProperty(h => h.JoinedIntoId, from), ct);
        return people;
    }
}
