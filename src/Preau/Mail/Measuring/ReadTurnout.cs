using Microsoft.EntityFrameworkCore;

namespace Preau.Mail.Measuring;

/// <summary>How many of those who were to get a mail, and of those held out, voted in the first vote after it.</summary>
/// <param name="On">Its day.</param>
/// <param name="Written">Voters of those.</param>
/// <param name="Held">Voters of these.</param>
/// <param name="CountedAt">When, where it was not counted just now.</param>
public sealed record Turnout(DateOnly On, long Written, long Held, DateTimeOffset? CountedAt);

/// <summary>Reads it where it is known: from the lists of who voted that were brought in since. Of whom they say nothing counts as not having voted, in both groups alike.</summary>
public sealed class ReadTurnout(Database db, CurrentNation nation)
{
    // A mail of the spring has little to do with a vote in autumn.
    private const int MostDays = 60;

    /// <summary>For whoever waits for it.</summary>
    /// <param name="blast">Its audience is fixed.</param>
    /// <param name="people">How many are in it.</param>
    /// <param name="since">When it could leave.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Null where there was no such vote, no list of it, or where it is not counted yet.</returns>
    public async Task<Turnout?> Run(Blast blast, long people, DateTimeOffset since, CancellationToken ct)
    {
        if (people <= ComparedBlasts.CountedAtOnce) return await Count(blast, since, ct);
        return await db.BlastTurnouts.AsNoTracking().SingleOrDefaultAsync(t => t.BlastId == blast.Id, ct) is { } kept ? new(kept.HeldOn, kept.Written, kept.Held, kept.CountedAt) : null;
    }

    /// <summary>Counts it, from everybody who is in the audience.</summary>
    /// <returns>Null where there was no such vote, or no list of it.</returns>
    public async Task<Turnout?> Count(Blast blast, DateTimeOffset since, CancellationToken ct)
    {
        var from = nation.Facts.DayOf(since);
        var until = from.AddDays(MostDays);
        var known = db.Elections.Where(e => e.HeldOn > from && e.HeldOn <= until && db.Ballots.Any(b => b.ElectionId == e.Id));
        if (await known.MinAsync(e => (DateOnly?)e.HeldOn, ct) is not { } day) return null;
        var elections = await known.Where(e => e.HeldOn == day).Select(e => e.Id).ToArrayAsync(ct);
        var voted = await db.MailDeliveries.Where(d => d.Month == blast.Month && d.BlastId == blast.Id && db.Ballots.Any(b => EF.Parameter(elections).Contains(b.ElectionId) && b.PersonId == d.PersonId))
            .GroupBy(d => d.State == DeliveryState.HeldOut).Select(g => new { IsHeld = g.Key, People = g.LongCount() }).ToDictionaryAsync(g => g.IsHeld, g => g.People, ct);
        return new(day, voted.GetValueOrDefault(false), voted.GetValueOrDefault(true), null);
    }
}
