using Microsoft.EntityFrameworkCore;

namespace Preau.Mail.Measuring;

/// <summary>Draws, by lot, who of a frozen audience is held out.</summary>
public sealed class DrawLots(Database db, MailLinks links)
{
    /// <summary>In the transaction that writes this part of the audience: nobody ever sees somebody wait who is held out.</summary>
    /// <param name="blast">Its month is known.</param>
    /// <param name="after">The last person of the part before.</param>
    /// <param name="last">The last person of this part.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>How many are held out.</returns>
    public async Task<int> Run(Blast blast, long after, long last, CancellationToken ct)
    {
        if (blast.HeldOutShare == 0) return 0;
        var signer = await links.Prepare(ct);
        var part = db.MailDeliveries.Where(d => d.Month == blast.Month && d.BlastId == blast.Id && d.PersonId > after && d.PersonId <= last && d.State == DeliveryState.Waiting);
        var people = await part.OrderBy(d => d.PersonId).Select(d => d.PersonId).ToListAsync(ct);
        var held = people.Where(id => IsHeldOut(signer, blast, id)).ToArray();
        if (held.Length == 0) return 0;
        await part.Where(d => held.Contains(d.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.HeldOut), ct);
        db.Trail.Record("mail.held_out", held, subjectId: blast.Id);
        return held.Length;
    }

    public static bool IsHeldOut(MailSigner signer, Blast blast, long personId) => signer.Lot(blast.Id, personId) * 10_000 < blast.HeldOutShare;
}
