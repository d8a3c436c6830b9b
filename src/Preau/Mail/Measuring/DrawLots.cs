using Microsoft.EntityFrameworkCore;
using Preau.Mail.Pacing;

namespace Preau.Mail.Measuring;

/// <summary>Draws, by lot, who of a frozen audience is held out, and which version of the mail the others get; of whatever language they are, so that all of them count in what is compared.</summary>
public sealed class DrawLots(Database db, MailLinks links, EngagedFirst engaged, CurrentNation nation, TimeProvider clock)
{
    public const int HeldOut = -2;

    private const int PeopleAtOnce = 20_000;

    /// <summary>In the transaction that writes this part of the audience: nobody ever sees somebody wait who is held out.</summary>
    /// <param name="blast">Its month is known.</param>
    /// <param name="after">The last person of the part before.</param>
    /// <param name="last">The last person of this part.</param>
    /// <param name="now">Of the freezing.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>How many are held out.</returns>
    public async Task<int> Run(Blast blast, long after, long last, DateTimeOffset now, CancellationToken ct)
    {
        var delays = await db.BlastVersions.Where(v => v.BlastId == blast.Id && v.Language == BlastVersion.Own).OrderBy(v => v.Place).Select(v => v.DelayMinutes).ToListAsync(ct);
        var versions = delays.Count + 1;
        await ByLanguage(blast, after, last, now, ct);
        if (blast.HeldOutShare == 0 && versions == 1) return 0;
        var signer = await links.Prepare(ct);
        // Who was in the audience before, and came into this part by a merge, keeps the lot that was drawn.
        var part = db.MailDeliveries.Where(d => d.Month == blast.Month && d.BlastId == blast.Id && d.PersonId > after && d.PersonId <= last && d.At >= now && d.State == DeliveryState.Waiting);
        var people = (await part.OrderBy(d => d.PersonId).Select(d => d.PersonId).ToListAsync(ct)).Select(id => (Id: id, Lot: Drawn(signer, blast, versions, id))).ToLookup(p => VersionOf(p.Lot, versions));
        foreach (var version in Enumerable.Range(1, versions - 1).Where(people.Contains))
        {
            var (readers, leaves) = (people[version].Select(p => p.Id).ToArray(), now.AddMinutes(delays[version - 1]));
            await part.Where(d => EF.Parameter(readers).Contains(d.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(d => d.Version, version).SetProperty(d => d.NextAt, leaves), ct);
        }

        foreach (var group in people[MailDelivery.Undecided].GroupBy(p => blast.TrialWaves > 1 ? p.Lot.Wave : 0, p => p.Id))
        {
            var (rest, wave) = (group.ToArray(), group.Key);
            await part.Where(d => EF.Parameter(rest).Contains(d.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(d => d.Version, MailDelivery.Undecided).SetProperty(d => d.IsRest, true).SetProperty(d => d.Wave, wave).SetProperty(d => d.NextAt, MailDelivery.Never), ct);
        }

        var held = people[HeldOut].Select(p => p.Id).ToArray();
        if (held.Length > 0)
        {
            await part.Where(d => EF.Parameter(held).Contains(d.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.HeldOut), ct);
            db.Trail.Record($"{blast.Trace}.held_out", held, subjectId: blast.Id);
        }

        await MoveArms.Count(db, blast, after, last, now, ct);
        return held.Length;
    }

    /// <summary>The next people of a wave whose turn has come get a version, one of those that are left, in equal parts. In a transaction that holds the blast: what is stopped meanwhile is drawn no more, nothing is drawn of what is cancelled, and nobody is drawn twice.</summary>
    /// <param name="wave">The blast in the wave that is drawn.</param>
    /// <param name="after">The last person of the part before.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The last person of this part; null when nobody behind them waits for it.</returns>
    public async Task<long?> DrawWave(Blast wave, long after, CancellationToken ct)
    {
        var (signer, now) = (await links.Prepare(ct), clock.GetUtcNow());
        var waiting = db.MailDeliveries.Where(d => d.Month == wave.Month && d.BlastId == wave.Id && d.State == DeliveryState.Waiting && d.Version == MailDelivery.Undecided && d.Wave == wave.Wave);
        if (await waiting.Where(d => d.PersonId > after).OrderBy(d => d.PersonId).Select(d => d.PersonId).Take(PeopleAtOnce).ToListAsync(ct) is not [.., var last] part) return null;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var held = db.Blasts.Where(b => b.Id == wave.Id && b.Wave == wave.Wave && b.Winner == null && (b.State == BlastState.Sending || b.State == BlastState.Paused));
        if (await held.ExecuteUpdateAsync(s => s.SetProperty(b => b.Stopped, b => b.Stopped), ct) == 0) return null;
        var blast = await held.AsNoTracking().SingleAsync(ct);
        var racing = blast.Racing(1 + await db.BlastVersions.CountAsync(v => v.BlastId == blast.Id && v.Language == BlastVersion.Own, ct));
        var people = part.ToLookup(id => racing[Turn(Drawn(signer, blast, VersionsOf.Most, id).Turn, racing.Count)]);
        var drawn = new List<(int Version, int People)>();
        foreach (var version in racing.Where(people.Contains))
        {
            var readers = people[version].ToArray();
            drawn.Add((version, await waiting.Where(d => EF.Parameter(readers).Contains(d.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(d => d.Version, version).SetProperty(d => d.IsRest, false).SetProperty(d => d.NextAt, now), ct)));
        }

        await engaged.Run(blast, after, last, now, ct);
        // One may have dropped out when the wave began, and the others were stopped since.
        await MoveArms.Make(db, blast.Id, [.. drawn.Select(d => BlastArm.At(blast.Wave, d.Version))], ct);
        await db.SaveChangesAsync(ct);
        await MoveArms.Add(db, blast.Id, MailDelivery.Undecided, -drawn.Sum(d => d.People), 0, 0, 0, ct);
        foreach (var (version, count) in drawn) await MoveArms.Add(db, blast.Id, BlastArm.At(blast.Wave, version), count, 0, 0, 0, ct);
        await transaction.CommitAsync(ct);
        return last;
    }

    /// <summary>Whoever has the language of other texts gets theirs, whichever version it is; all others, and whoever's is not known, the campaign's or the mail's own.</summary>
    private async Task ByLanguage(Blast blast, long after, long last, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var language in await db.BlastVersions.Where(v => v.BlastId == blast.Id && v.Language != BlastVersion.Own).Select(v => v.Language).Distinct().ToListAsync(ct))
        {
            var isOwn = language == nation.Facts.Language;
            await db.MailDeliveries.Where(d => d.Month == blast.Month && d.BlastId == blast.Id && d.PersonId > after && d.PersonId <= last && d.At >= now && d.State == DeliveryState.Waiting)
                .Where(d => db.People.Any(p => p.Id == d.PersonId && (p.Language == language || (isOwn && p.Language == null)))).ExecuteUpdateAsync(s => s.SetProperty(d => d.Language, language), ct);
        }
    }

    /// <summary>Whether part of the audience waits until a version is chosen.</summary>
    public async Task<bool> Waits(Blast blast, CancellationToken ct) => blast.TrialShare > 0 && await db.BlastVersions.AnyAsync(v => v.BlastId == blast.Id && v.Language == BlastVersion.Own, ct);

    /// <summary>Which version somebody gets, in equal parts; <see cref="MailDelivery.Undecided"/> for who waits for the better one, <see cref="HeldOut"/> for who is held out.</summary>
    public static int VersionOf(MailSigner signer, Blast blast, int versions, long personId) => VersionOf(Drawn(signer, blast, versions, personId), versions);

    private static int VersionOf((int Wave, double Turn) lot, int versions) => lot.Wave == HeldOut ? HeldOut : lot.Wave > 0 ? MailDelivery.Undecided : Turn(lot.Turn, versions);

    /// <summary>The wave of somebody, nought for the first part and <see cref="HeldOut"/> for none; and where the lot puts them in it, from nought to one.</summary>
    private static (int Wave, double Turn) Drawn(MailSigner signer, Blast blast, int versions, long personId)
    {
        var (lot, held) = (signer.Lot(blast.Id, personId), blast.HeldOutShare / 10_000.0);
        if (lot < held) return (HeldOut, 0);
        var (place, first) = ((lot - held) / (1 - held), versions > 1 && blast.TrialShare > 0 ? blast.TrialShare / 10_000.0 : 1);
        if (place < first) return (0, place / first);
        var turn = (place - first) / (1 - first) * blast.TrialWaves;
        var wave = Math.Min(blast.TrialWaves, (int)turn + 1);
        return (wave, turn - wave + 1);
    }

    private static int Turn(double turn, int versions) => Math.Min(versions - 1, (int)(turn * versions));

    public static bool IsHeldOut(MailSigner signer, Blast blast, long personId) => VersionOf(signer, blast, 1, personId) == HeldOut;
}
