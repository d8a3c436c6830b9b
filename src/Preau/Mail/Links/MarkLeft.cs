using Microsoft.EntityFrameworkCore;
using Preau.Mail.Measuring;

namespace Preau.Mail;

/// <summary>People left by a message, or did not after all: on their deliveries, and in what the message has come to.</summary>
public static class MarkLeft
{
    /// <summary>In the transaction that is open.</summary>
    /// <param name="db">The store.</param>
    /// <param name="blastId">The message.</param>
    /// <param name="month">Of its deliveries.</param>
    /// <param name="people">Who.</param>
    /// <param name="at">When; null where they did not leave.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Of how many that is news: not of those of whom it was so already, nor of those who did not get the message.</returns>
    public static async Task<int> Run(Database db, long blastId, int? month, IEnumerable<long> people, DateTimeOffset? at, CancellationToken ct)
    {
        var moved = new SortedDictionary<int, int>();
        foreach (var person in people.Order())
        {
            var delivery = db.MailDeliveries.Where(d => d.Month == month && d.BlastId == blastId && d.PersonId == person);
            var other = at is null ? delivery.Where(d => d.UnsubscribedAt != null) : delivery.Where(d => d.UnsubscribedAt == null);
            if (await other.ExecuteUpdateAsync(s => s.SetProperty(d => d.UnsubscribedAt, at), ct) == 0) continue;
            var lot = await delivery.Select(d => new { d.State, d.IsRest, d.Version, d.Wave }).SingleAsync(ct);
            var place = BlastArm.Of(lot.State, lot.IsRest, lot.Version, lot.Wave);
            moved[place] = moved.GetValueOrDefault(place) + (at is null ? -1 : 1);
        }

        if (moved.Count == 0) return 0;
        foreach (var (place, by) in moved) await MoveArms.Add(db, blastId, place, 0, 0, by, 0, ct);
        var sum = moved.Values.Sum();
        await db.BlastTotals.Where(t => t.BlastId == blastId).ExecuteUpdateAsync(s => s.SetProperty(t => t.Unsubscribed, t => t.Unsubscribed + sum), ct);
        return Math.Abs(sum);
    }
}
