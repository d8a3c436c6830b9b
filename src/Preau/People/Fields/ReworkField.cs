using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.People;

/// <param name="Leaving">The number of a choice that is taken off everybody; none where choices are renamed.</param>
/// <param name="LeavingKey">What values of one choice are looked for by.</param>
/// <param name="IsAll">Of several choices, all sets are written anew: their order is another.</param>
public sealed record ReworkChoices(long FieldId, int? Leaving = null, string? LeavingKey = null, bool IsAll = false) : IJob;

/// <summary>
/// Changes choices that very many people have, a part at a time. The field itself says at once what its choices are; values that it has not come to are known by the name before
/// (<see cref="FieldChoice.Was"/>) or by their bits. Begun anew it goes on where it was.
/// </summary>
public sealed class ReworkField(Database db, FieldValues values) : IHandle<ReworkChoices>
{
    /// <summary>So many people change while one waits; more are work in the background.</summary>
    public const int AtOnce = 5000;

    private const int MostSets = 1_000_000;

    /// <summary>The caller saves.</summary>
    public void Begin(CustomField field, ReworkChoices job)
    {
        (field.WorkTotal, field.WorkDone) = (0, 0);
        db.Enqueue(job);
    }

    public async Task Run(ReworkChoices job, CancellationToken ct)
    {
        if (await Find(job, ct) is not { } field) return;
        await (field.Kind == FieldKind.Several ? Several(field, job, ct) : One(field, job, ct));
    }

    private async Task One(CustomField field, ReworkChoices job, CancellationToken ct)
    {
        var renamed = FieldChoice.Of(field).Where(c => c.Was is not null).ToList();
        string[] keys = job.LeavingKey is { } leaving ? [leaving] : [.. renamed.Select(c => Shared.NameKey.Of(c.Was))];
        await Count(field, OwnFields.Rows(db, field).Where(v => keys.Contains(v.TextKey!)), ct);
        if (job.LeavingKey is { } key)
        {
            while (await Part(job, OwnFields.Rows(db, field).Where(v => v.TextKey == key), rows => rows.ExecuteDeleteAsync(ct), ct) is { Length: > 0 }) { }
        }

        foreach (var choice in renamed)
        {
            var (was, name, now) = (Shared.NameKey.Of(choice.Was), choice.Name, Shared.NameKey.Of(choice.Name));
            // Where only an accent or a capital is another, the key says nothing.
            while (await Part(job, OwnFields.Rows(db, field).Where(v => v.TextKey == was && v.TextValue != name), rows => rows.ExecuteUpdateAsync(s => s.SetProperty(v => v.TextValue, name).SetProperty(v => v.TextKey, now), ct), ct) is { Length: > 0 }) { }
        }

        await End(job, ct);
    }

    private async Task Several(CustomField field, ReworkChoices job, CancellationToken ct)
    {
        var choices = FieldChoice.Of(field);
        var leaving = job.Leaving is { } number ? 1L << number : 0;
        var bits = leaving != 0 ? leaving : choices.Where(c => job.IsAll || c.Was is not null).Aggregate(0L, (all, c) => all | c.Bit);
        long[] sets = [.. (await values.Sets(field, MostSets, ct) ?? throw new InvalidOperationException($"Field {field.Id} has more sets of choices than can be held.")).Where(s => (s & bits) != 0)];
        await Count(field, OwnFields.Rows(db, field).Where(v => sets.Contains(v.WholeValue!.Value)), ct);
        foreach (var set in sets)
        {
            var left = set & ~leaving;
            var text = string.Join(", ", choices.Where(c => (left & c.Bit) != 0).Select(c => c.Name));
            for (var last = 0L; ;)
            {
                var after = last;
                var people = await Part(job, OwnFields.Rows(db, field).Where(v => v.WholeValue == set && v.PersonId > after).OrderBy(v => v.PersonId),
                    rows => left == 0 ? rows.ExecuteDeleteAsync(ct) : rows.ExecuteUpdateAsync(s => s.SetProperty(v => v.WholeValue, left).SetProperty(v => v.TextValue, text), ct), ct);
                if (people is not { Length: > 0 }) break;
                last = people.Max();
            }
        }

        await End(job, ct);
    }

    /// <returns>Whom the part was about; null where the work is over or the field is gone.</returns>
    private async Task<long[]?> Part(ReworkChoices job, IQueryable<CustomValue> next, Func<IQueryable<CustomValue>, Task<int>> change, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // An import must not write what is being changed.
        await db.Execute("People/HoldPeople", ct);
        if (await Find(job, ct) is not { } field) return null;
        var people = await next.Select(v => v.PersonId).Take(FieldValues.AtATime).ToArrayAsync(ct);
        if (people.Length == 0) return people;
        await change(db.CustomValues.Where(v => v.CustomFieldId == field.Id && people.Contains(v.PersonId)));
        if (job.Leaving is not null)
        {
            await values.Forget(field, people, ct);
            db.Trail.Record("custom_value.deleted", people, subjectId: field.Id);
        }

        await db.CustomFields.Where(f => f.Id == field.Id).ExecuteUpdateAsync(s => s.SetProperty(f => f.WorkDone, f => f.WorkDone + people.Length), ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return people;
    }

    private async Task Count(CustomField field, IQueryable<CustomValue> rows, CancellationToken ct)
    {
        if (field.WorkTotal != 0) return;
        // Never nought again, or it would be counted anew.
        var total = Math.Max(await rows.LongCountAsync(ct), 1);
        await db.CustomFields.Where(f => f.Id == field.Id).ExecuteUpdateAsync(s => s.SetProperty(f => f.WorkTotal, total), ct);
    }

    private async Task End(ReworkChoices job, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        if (await db.CustomFields.SingleOrDefaultAsync(f => f.Id == job.FieldId && f.RemovedAt == null && f.WorkTotal != null, ct) is not { } field) return;
        field.Choices = FieldChoice.Write([.. FieldChoice.Of(field).Select(c => c with { Was = null })]);
        (field.WorkTotal, field.WorkDone) = (null, 0);
        await db.SaveChangesAsync(ct);
    }

    private Task<CustomField?> Find(ReworkChoices job, CancellationToken ct) => db.CustomFields.AsNoTracking().SingleOrDefaultAsync(f => f.Id == job.FieldId && f.RemovedAt == null && f.WorkTotal != null, ct);
}
