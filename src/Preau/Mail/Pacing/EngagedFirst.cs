namespace Preau.Mail.Pacing;

/// <summary>
/// While a sender's domain is being made known, mails leave first to those who clicked, gave, signed or answered of late: what mail services see of a new sender is then opened and not called spam. It is the order alone
/// that changes; nobody is left out.
/// </summary>
public sealed class EngagedFirst(Database db, DailyQuota quota)
{
    /// <summary>The first is due the longest before the hour of the blast, which is one for its whole audience: a part that is frozen late, or drawn days later, leaves in the same order as the others.</summary>
    private static readonly (string Since, int Days, string Due)[] Steps = [("day", 1, "first"), ("days", 3, "second"), ("week", 7, "third"), ("fortnight", 14, "fourth"), ("month_ago", 30, "fifth"), ("quarter", 90, "sixth"), ("since", 365, "seventh")];

    /// <param name="blast">Its month is known.</param>
    /// <param name="after">The last person of the part before.</param>
    /// <param name="last">The last person of this part.</param>
    /// <param name="now">When the others of this part are due; no earlier than the hour of the blast.</param>
    /// <param name="ct">Gives up.</param>
    public async Task Run(Blast blast, long after, long last, DateTimeOffset now, CancellationToken ct)
    {
        if (!await quota.IsOn(blast, ct)) return;
        var hour = blast.SendAt ?? now;
        var steps = Steps.SelectMany((step, place) => new (string, object?)[] { (step.Since, hour.AddDays(-step.Days)), (step.Due, hour.AddSeconds(place - Steps.Length)) });
        await db.Execute("Mail/Pacing/EngagedFirst", ct, [.. steps, ("month", blast.Month), ("blast_id", blast.Id), ("after", after), ("last", last), ("now", now)]);
    }
}
