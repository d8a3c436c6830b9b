using Microsoft.EntityFrameworkCore;

namespace Preau.Mail.Measuring;

/// <summary>Draws, by lot, who of a frozen audience is held out, and which version of the mail the others get.</summary>
public sealed class DrawLots(Database db, MailLinks links, CurrentNation nation)
{
    public const int HeldOut = -2;

    /// <summary>In the transaction that writes this part of the audience: nobody ever sees somebody wait who is held out.</summary>
    /// <param name="blast">Its month is known.</param>
    /// <param name="after">The last person of the part before.</param>
    /// <param name="last">The last person of this part.</param>
    /// <param name="now">Of the freezing.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>How many are held out.</returns>
    public async Task<int> Run(Blast blast, long after, long last, DateTimeOffset now, CancellationToken ct)
    {
        var delays = await db.BlastVersions.Where(v => v.BlastId == blast.Id && v.Language == null).OrderBy(v => v.Place).Select(v => v.DelayMinutes).ToListAsync(ct);
        var versions = delays.Count + 1;
        await ByLanguage(blast, after, last, now, ct);
        if (blast.HeldOutShare == 0 && versions == 1) return 0;
        var signer = await links.Prepare(ct);
        // Who was in the audience before, and came into this part by a merge, keeps the lot that was drawn.
        var part = db.MailDeliveries.Where(d => d.Month == blast.Month && d.BlastId == blast.Id && d.PersonId > after && d.PersonId <= last && d.At >= now && d.State == DeliveryState.Waiting);
        var people = (await part.OrderBy(d => d.PersonId).Select(d => d.PersonId).ToListAsync(ct)).ToLookup(id => VersionOf(signer, blast, versions, id));
        foreach (var version in Enumerable.Range(1, versions - 1).Where(people.Contains))
        {
            var (readers, leaves) = (people[version].ToArray(), now.AddMinutes(delays[version - 1]));
            await part.Where(d => EF.Parameter(readers).Contains(d.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(d => d.Version, version).SetProperty(d => d.NextAt, leaves), ct);
        }

        var rest = people[MailDelivery.Undecided].ToArray();
        if (rest.Length > 0) await part.Where(d => EF.Parameter(rest).Contains(d.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(d => d.Version, MailDelivery.Undecided).SetProperty(d => d.IsRest, true).SetProperty(d => d.NextAt, MailDelivery.Never), ct);
        var held = people[HeldOut].ToArray();
        if (held.Length > 0)
        {
            await part.Where(d => EF.Parameter(held).Contains(d.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.HeldOut), ct);
            db.Trail.Record($"{blast.Trace}.held_out", held, subjectId: blast.Id);
        }

        await MoveArms.Count(db, blast, after, last, now, ct);
        return held.Length;
    }

    /// <summary>Whoever has the language of another text gets that; all others, and whoever's is not known, the campaign's or the first.</summary>
    private async Task ByLanguage(Blast blast, long after, long last, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var (place, language) in (await db.BlastVersions.Where(v => v.BlastId == blast.Id && v.Language != null).Select(v => new { v.Place, v.Language }).ToListAsync(ct)).Select(v => (v.Place, v.Language)))
        {
            var isOwn = language == nation.Facts.Language;
            await db.MailDeliveries.Where(d => d.Month == blast.Month && d.BlastId == blast.Id && d.PersonId > after && d.PersonId <= last && d.At >= now && d.State == DeliveryState.Waiting)
                .Where(d => db.People.Any(p => p.Id == d.PersonId && (p.Language == language || (isOwn && p.Language == null)))).ExecuteUpdateAsync(s => s.SetProperty(d => d.Version, place), ct);
        }
    }

    /// <summary>Whether part of the audience waits until a version is chosen.</summary>
    public async Task<bool> Waits(Blast blast, CancellationToken ct) => blast.TrialShare > 0 && await db.BlastVersions.AnyAsync(v => v.BlastId == blast.Id && v.Language == null, ct);

    /// <summary>Which version somebody gets, in equal parts; <see cref="MailDelivery.Undecided"/> for who waits for the better one, <see cref="HeldOut"/> for who is held out.</summary>
    public static int VersionOf(MailSigner signer, Blast blast, int versions, long personId)
    {
        var (lot, held) = (signer.Lot(blast.Id, personId), blast.HeldOutShare / 10_000.0);
        if (lot < held) return HeldOut;
        var (place, first) = ((lot - held) / (1 - held), versions > 1 && blast.TrialShare > 0 ? blast.TrialShare / 10_000.0 : 1);
        return place >= first ? MailDelivery.Undecided : Math.Min(versions - 1, (int)(place / first * versions));
    }

    public static bool IsHeldOut(MailSigner signer, Blast blast, long personId) => VersionOf(signer, blast, 1, personId) == HeldOut;
}
