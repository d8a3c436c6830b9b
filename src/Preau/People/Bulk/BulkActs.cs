using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.People.Bulk;

/// <summary>From one state of an act to the next. Each step is one statement that asks for the state before, so that of two clicks one takes it.</summary>
public sealed class BulkActs(Database db, IEnumerable<IBulkAudience> audiences, IEnumerable<IBulkDeed> deeds, GatherPeople gather, RunBulk run, UndoBulk undo, CurrentAccount account, TimeProvider clock)
{
    /// <summary>Up to so many are done while one waits; more are work in the background.</summary>
    public const int AtOnce = 1000;

    /// <summary>How many people can be ticked: for more there are lists and segments.</summary>
    public const int Ticked = 10_000;

    public IBulkDeed Deed(BulkKind kind) => deeds.Single(d => d.Kind == kind);

    /// <summary>Those who may be seen of the people that were ticked, written down.</summary>
    public async Task<BulkAct> OfTicked(long[] people, CancellationToken ct)
    {
        var act = await Add(null, null, isSmall: true, ct);
        await gather.Write(act.Id, db.Seen(people, Ticked, ct), ct);
        return await Load(act.Id, ct);
    }

    /// <summary>Everybody whom «who» finds. Null when it is nothing that this account may see.</summary>
    public async Task<BulkAct?> Of(string who, CancellationToken ct)
    {
        if (audiences.FirstOrDefault(a => who.StartsWith(a.Beginning, StringComparison.Ordinal)) is not { } audience || !account.Can(audience.Needs)) return null;
        if (await audience.Find(who[audience.Beginning.Length..], ct) is not { } found) return null;
        var act = await Add(who, found.Title, found.IsSmall, ct);
        if (found.IsSmall) await gather.Run(act.Id, ct);
        return await Load(act.Id, ct);
    }

    private async Task<BulkAct> Add(string? who, string? title, bool isSmall, CancellationToken ct)
    {
        var act = new BulkAct { AccountId = account.Id, Who = who, Title = title, State = BulkState.Gathering, At = clock.GetUtcNow().ToMicroseconds() };
        db.Add(act);
        if (who is not null) db.Enqueue(new GatherBulk(act.Id), StandsBy(isSmall));
        await db.SaveChangesAsync(ct);
        return act;
    }

    /// <summary>Says what is to be done, even while the people are still being written down. What is wrong with it, or null.</summary>
    public async Task<string?> Choose(BulkAct act, BulkKind kind, BulkChoice choice, CancellationToken ct)
    {
        (act.Kind, act.SubjectId, act.Field, act.Value) = (kind, null, null, null);
        if (await Deed(kind).Choose(act, choice, ct) is { } wrong) return wrong;
        await db.BulkActs.Where(a => a.Id == act.Id && (a.State == BulkState.Open || a.State == BulkState.Gathering))
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.Kind, kind).SetProperty(a => a.SubjectId, act.SubjectId).SetProperty(a => a.Field, act.Field).SetProperty(a => a.Value, act.Value), ct);
        return null;
    }

    /// <summary>Begins; few people are done when it comes back.</summary>
    public async Task<BulkAct> Start(long id, CancellationToken ct)
    {
        var now = clock.GetUtcNow().ToMicroseconds();
        bool isMany;
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            var act = await Load(id, ct);
            if (act.Kind == BulkKind.None || await db.BulkActs.Where(a => a.Id == id && a.State == BulkState.Open).ExecuteUpdateAsync(s => s.SetProperty(a => a.State, BulkState.Running).SetProperty(a => a.At, now), ct) == 0) return act;
            await Deed(act.Kind).Prepare(act, ct);
            await db.SaveChangesAsync(ct);
            await db.BulkActs.Where(a => a.Id == id).ExecuteUpdateAsync(s => s.SetProperty(a => a.SubjectId, act.SubjectId).SetProperty(a => a.Field, act.Field).SetProperty(a => a.Value, act.Value), ct);
            isMany = act.Total > AtOnce;
            db.Enqueue(new RunBulkAct(id), StandsBy(!isMany));
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }

        return isMany ? await Load(id, ct) : await run.Run(id, ct);
    }

    /// <summary>After the batch that it is in, or before it began. What is done stays until it is undone.</summary>
    public async Task<bool> Cancel(long id, CancellationToken ct) =>
        await db.BulkActs.Where(a => a.Id == id && (a.State == BulkState.Gathering || a.State == BulkState.Open || a.State == BulkState.Running))
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.State, BulkState.Cancelled).SetProperty(a => a.Who, (string?)null), ct) > 0;

    /// <summary>Whoever did it can take it back for a day, once.</summary>
    public bool CanUndo(BulkAct act) => act is { State: BulkState.Done or BulkState.Cancelled or BulkState.Failed, Changed: > 0, UndoneAt: null } && act.AccountId == account.Id && act.At >= clock.GetUtcNow() - UndoBulk.Life;

    public async Task<BulkAct> Undo(BulkAct act, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var isMany = act.Changed > AtOnce;
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            var begun = await db.BulkActs.Where(a => a.Id == act.Id && a.UndoneAt == null && (a.State == BulkState.Done || a.State == BulkState.Cancelled || a.State == BulkState.Failed))
                .ExecuteUpdateAsync(s => s.SetProperty(a => a.State, BulkState.Undoing).SetProperty(a => a.UndoneAt, now).SetProperty(a => a.LastPersonId, 0).SetProperty(a => a.Done, 0).SetProperty(a => a.Problem, (string?)null), ct);
            if (begun == 0) return await Load(act.Id, ct);
            db.Enqueue(new UndoBulkAct(act.Id), StandsBy(!isMany));
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }

        return isMany ? await Load(act.Id, ct) : await undo.Run(act.Id, ct);
    }

    // What is done while one waits is looked at again later: a process that dies meanwhile leaves nobody waiting.
    private DateTimeOffset? StandsBy(bool isSmall) => isSmall ? clock.GetUtcNow() + TimeSpan.FromMinutes(1) : null;

    /// <summary>How many would change, how many are so already, and how many are there no more.</summary>
    public async Task<BulkForecast> Forecast(BulkAct act, CancellationToken ct)
    {
        if (act.Kind == BulkKind.None || await Deed(act.Kind).WhyNot(act, ct) is not null) return new(0, 0, 0);
        var people = db.BulkPeople.Where(b => b.BulkActId == act.Id);
        var there = await people.CountAsync(b => db.People.Any(p => p.Id == b.PersonId), ct);
        var already = Deed(act.Kind).Already(act);
        var same = await people.CountAsync(b => already.Contains(b.PersonId), ct);
        return new(there - same, same, act.Total - there);
    }

    private async Task<BulkAct> Load(long id, CancellationToken ct) => await db.BulkActs.AsNoTracking().SingleAsync(a => a.Id == id, ct);
}

/// <param name="Change">Who will be another.</param>
/// <param name="Same">Who is so already.</param>
/// <param name="Gone">Who was erased since.</param>
public sealed record BulkForecast(long Change, long Same, long Gone);
