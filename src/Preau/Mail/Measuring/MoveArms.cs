using Microsoft.EntityFrameworkCore;

namespace Preau.Mail.Measuring;

/// <summary>
/// Keeps what the groups of a blast come to, each time in the transaction that moves its deliveries. All lock in one order, or two of them would wait for each other on PostgreSQL:
/// deliveries, then groups by their place, then the total, then what each day came to.
/// </summary>
public static class MoveArms
{
    /// <summary>Adds a part of an audience whose lots are drawn.</summary>
    /// <param name="db">The store.</param>
    /// <param name="blast">Its month is known.</param>
    /// <param name="after">The last person of the part before.</param>
    /// <param name="last">The last person of this part.</param>
    /// <param name="since">When it was written; who was in the audience before is counted already.</param>
    /// <param name="ct">Gives up.</param>
    public static Task Count(Database db, Blast blast, long after, long last, DateTimeOffset since, CancellationToken ct) =>
        db.Execute("Mail/Measuring/CountArms", ct, ("month", blast.Month), ("blast_id", blast.Id), ("after", after), ("last", last), ("since", since));

    /// <summary>Counts all of them anew, from everybody who is in the audience. The caller holds the blast's row: nobody makes a group meanwhile.</summary>
    public static async Task Recount(Database db, Blast blast, CancellationToken ct)
    {
        // Whoever moves a delivery meanwhile waits here, and adds to what was counted without it.
        foreach (var place in await db.BlastArms.Where(a => a.BlastId == blast.Id).OrderBy(a => a.Place).Select(a => a.Place).ToListAsync(ct))
            await db.BlastArms.Where(a => a.BlastId == blast.Id && a.Place == place).ExecuteUpdateAsync(s => s.SetProperty(a => a.People, 0).SetProperty(a => a.Clicked, 0).SetProperty(a => a.Unsubscribed, 0).SetProperty(a => a.Complained, 0), ct);
        await Count(db, blast, 0, long.MaxValue, DateTimeOffset.UnixEpoch, ct);
    }

    /// <summary>Some of its people moved, or did something. Nothing happens where there is no such group.</summary>
    public static Task Add(Database db, long blastId, int place, long people, long clicked, long unsubscribed, long complained, CancellationToken ct) => db.BlastArms.Where(a => a.BlastId == blastId && a.Place == place)
        .ExecuteUpdateAsync(s => s.SetProperty(a => a.People, a => a.People + people).SetProperty(a => a.Clicked, a => a.Clicked + clicked).SetProperty(a => a.Unsubscribed, a => a.Unsubscribed + unsubscribed).SetProperty(a => a.Complained, a => a.Complained + complained), ct);

    /// <summary>Groups that people are about to come into, where there are none yet; written with what the caller saves.</summary>
    public static async Task Make(Database db, long blastId, int[] places, CancellationToken ct)
    {
        var there = await db.BlastArms.Where(a => a.BlastId == blastId && EF.Parameter(places).Contains(a.Place)).Select(a => a.Place).ToListAsync(ct);
        db.AddRange(places.Except(there).Select(p => new BlastArm { BlastId = blastId, Place = p }));
    }

    /// <summary>These get another version than the lot gave them, or again another one: they say nothing about which is better any more.</summary>
    public static async Task ToRest(Database db, Blast blast, long[] people, int version, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var theirs = db.MailDeliveries.Where(d => d.Month == blast.Month && d.BlastId == blast.Id && EF.Parameter(people).Contains(d.PersonId));
        var drawn = await theirs.Where(d => !d.IsRest).ToDictionaryAsync(d => d.PersonId, d => BlastArm.At(d.Wave, d.Version), ct);
        await theirs.ExecuteUpdateAsync(s => s.SetProperty(d => d.Version, version).SetProperty(d => d.IsRest, true), ct);
        var did = (await theirs.Select(d => new { d.PersonId, HasClicked = d.ClickedAt != null, HasLeft = d.UnsubscribedAt != null, HasComplained = d.ComplainedAt != null }).ToListAsync(ct)).Where(d => drawn.ContainsKey(d.PersonId)).ToLookup(d => drawn[d.PersonId]);
        var all = did.SelectMany(d => d).ToList();
        await Add(db, blast.Id, MailDelivery.Undecided, all.Count, all.Count(d => d.HasClicked), all.Count(d => d.HasLeft), all.Count(d => d.HasComplained), ct);
        foreach (var arm in did.OrderBy(d => d.Key)) await Add(db, blast.Id, arm.Key, -arm.Count(), -arm.Count(d => d.HasClicked), -arm.Count(d => d.HasLeft), -arm.Count(d => d.HasComplained), ct);
        await transaction.CommitAsync(ct);
    }
}
