using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Duplicates;

/// <summary>Somebody says that two records are two people, or takes that back.</summary>
public sealed class TellApart(Database db, FindDuplicates find, CurrentAccount account, TimeProvider clock)
{
    /// <returns>False where one of them is not there.</returns>
    public async Task<bool> Run(long one, long other, CancellationToken ct)
    {
        var (lower, higher) = (Math.Min(one, other), Math.Max(one, other));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Execute("People/HoldPeople", ct);
        if (lower == higher || await db.People.CountAsync(p => p.Id == lower || p.Id == higher, ct) != 2) return false;
        var now = clock.GetUtcNow();
        var pair = await db.Duplicates.SingleOrDefaultAsync(d => d.PersonId == lower && d.OtherPersonId == higher, ct);
        if (pair is null)
        {
            var evidence = await find.Compare(lower, higher, ct);
            db.Add(pair = new Duplicate { PersonId = lower, OtherPersonId = higher, Score = evidence?.Score ?? 0, Reasons = evidence?.Codes ?? "", FoundAt = now });
        }

        (pair.State, pair.DecidedAt, pair.AccountId, pair.IsSure) = (PairState.Distinct, now, account.Id, false);
        db.Trail.Record("duplicate.told_apart", [lower, higher]);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    public async Task<bool> Undo(long one, long other, CancellationToken ct)
    {
        var (lower, higher) = (Math.Min(one, other), Math.Max(one, other));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Duplicates.Where(d => d.PersonId == lower && d.OtherPersonId == higher && d.State == PairState.Distinct).ExecuteDeleteAsync(ct) == 0) return false;
        // At once, and not when the feed comes by: whoever took it back looks for it in the list.
        await find.Among([lower], ct);
        db.Trail.Record("duplicate.suggested_again", [lower, higher]);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}
