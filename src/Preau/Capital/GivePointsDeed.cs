using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.People.Bulk;
using Preau.Shared;

namespace Preau.Capital;

/// <summary>Gives each of many the same points. Taken back, the ledger says so by one more line each.</summary>
public sealed class GivePointsDeed(Database db, CapitalLedger ledger, Words words, TimeProvider clock) : IBulkDeed
{
    public BulkKind Kind => BulkKind.GivePoints;

    public async Task<BulkAsk?> Ask(CancellationToken ct)
    {
        var types = await db.CapitalTypes.AsNoTracking().Where(t => t.RemovedAt == null).OrderBy(t => t.NameKey).Take(TypesPage.Most).ToListAsync(ct);
        return types.Count == 0 ? null
            : new(words["Give points"], "trophy", [.. types.Select(t => new SelectListItem(words["{0} ({1})", t.Name, Points.Of(t.AmountCents, words)], t.Id.ToString(CultureInfo.InvariantCulture)))], null, words["Other than usual: how many"]);
    }

    public async Task<string?> Choose(BulkAct act, BulkChoice choice, CancellationToken ct)
    {
        if (await Type(choice.Subject, ct) is not { } type) return words["Choose what the points are for."];
        var cents = type.AmountCents;
        if (!string.IsNullOrWhiteSpace(choice.Name) && !Points.TryParse(choice.Name, out cents)) return words["“{0}” is not a number of points.", choice.Name.Trim()];
        (act.SubjectId, act.Value) = (type.Id, cents.ToString(CultureInfo.InvariantCulture));
        return null;
    }

    public async Task<string> Say(BulkAct act, CancellationToken ct) => words["Give {0} for “{1}”", Points.Of(Cents(act), words), (await Type(act.SubjectId, ct))?.Name];

    public Task<string> SayDone(BulkAct act, CancellationToken ct) => Task.FromResult(words.Count(act.Changed, "{1} given to {0} person.", "{1} given to {0} people.", Points.Of(Cents(act), words)));

    public async Task<string?> WhyNot(BulkAct act, CancellationToken ct) => await Type(act.SubjectId, ct) is null ? words["That is given no more. Choose something else."] : null;

    public IQueryable<long> Already(BulkAct act) => db.BulkEffects.Where(e => e.BulkActId == act.Id).Select(e => e.PersonId);

    public async Task<IReadOnlyList<(long PersonId, string? Before)>> Do(BulkAct act, long[] ids, CancellationToken ct)
    {
        await ledger.Write([.. ids.Select(id => new NewCapital(id, Cents(act), IsSpending: false, "", act.SubjectId))], Source(act), act.At, act.AccountId, ct);
        return [.. ids.Select(id => (id, (string?)null))];
    }

    public async Task<long[]> Undo(BulkAct act, IReadOnlyList<BulkEffect> effects, CancellationToken ct)
    {
        var source = Source(act);
        long[] ids = [.. effects.Select(e => e.PersonId)];
        var given = await ledger.Standing(db.CapitalEntries.Where(e => e.Source == source && EF.Parameter(ids).Contains(e.PersonId))).ToListAsync(ct);
        await ledger.Write([.. given.Select(CapitalLedger.Answer)], source, clock.GetUtcNow().ToMicroseconds(), act.AccountId, ct);
        return [.. given.Select(e => e.PersonId).Distinct()];
    }

    public string Action(bool isUndo) => "capital_entry.created";

    private Task<CapitalType?> Type(long? id, CancellationToken ct) => db.CapitalTypes.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id && t.RemovedAt == null, ct);

    private static long Cents(BulkAct act) => long.Parse(act.Value ?? "0", CultureInfo.InvariantCulture);

    private static string Source(BulkAct act) => string.Create(CultureInfo.InvariantCulture, $"act:{act.Id}");
}
