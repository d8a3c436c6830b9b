using Microsoft.EntityFrameworkCore;

namespace Preau.Mail.Measuring;

/// <summary>How many of those who were to get a mail, and of those held out, voted in the first vote after it.</summary>
/// <param name="On">Its day.</param>
public sealed record Turnout(DateOnly On, long Written, long Held);

/// <summary>Reads it where it is known: from the lists of who voted that were brought in since. Of whom they say nothing counts as not having voted, in both groups alike.</summary>
public sealed class ReadTurnout(Database db, CurrentNation nation)
{
    // A mail of the spring has little to do with a vote in autumn.
    private const int MostDays = 60;

    /// <returns>Null where there was no such vote, or no list of it.</returns>
    public async Task<Turnout?> Run(Blast blast, DateTimeOffset since, CancellationToken ct)
    {
        if (blast.HeldOutShare == 0) return null;
        var from = nation.Facts.DayOf(since);
        var until = from.AddDays(MostDays);
        var known = db.Elections.Where(e => e.HeldOn > from && e.HeldOn <= until && db.Ballots.Any(b => b.ElectionId == e.Id));
        if (await known.MinAsync(e => (DateOnly?)e.HeldOn, ct) is not { } day) return null;
        var elections = await known.Where(e => e.HeldOn == day).Select(e => e.Id).ToArrayAsync(ct);
        var voted = await db.MailDeliveries.Where(d => d.Month == blast.Month && d.BlastId == blast.Id && db.Ballots.Any(b => EF.Parameter(elections).Contains(b.ElectionId) && b.PersonId == d.PersonId))
            .GroupBy(d => d.State == DeliveryState.HeldOut).Select(g => new { IsHeld = g.Key, People = g.LongCount() }).ToDictionaryAsync(g => g.IsHeld, g => g.People, ct);
        return new(day, voted.GetValueOrDefault(false), voted.GetValueOrDefault(true));
    }
}
