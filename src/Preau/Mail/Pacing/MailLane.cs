namespace Preau.Mail.Pacing;

/// <summary>
/// What leaves for one provider, in this process. Goes at the pace that was set, or freely; when the provider asks several times in a row to slow down, nothing leaves for it for a
/// while that doubles, and then it begins slowly and doubles its pace as long as it is let.
/// </summary>
public sealed class MailLane(TimeProvider clock)
{
    private const int RefusalsInARow = 3;

    /// <summary>Mails a minute with which it begins again, and from which it is free again.</summary>
    private const double SlowPace = 60, FreePace = 60_000;

    // As many as this many seconds let through may leave at once.
    private const double Burst = 5;
    private static readonly TimeSpan FirstGap = TimeSpan.FromMinutes(1), LongestGap = TimeSpan.FromHours(1);

    // Whoever has no turn within it asks again then: the pace may be another.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(30);
    private readonly Lock guard = new();
    private DateTimeOffset closedUntil = DateTimeOffset.MinValue, filledAt = DateTimeOffset.MinValue, behind = DateTimeOffset.MinValue;
    private TimeSpan gap = FirstGap;
    private double? slow;
    private double tokens;
    private int refused, taken;

    /// <param name="perMinute">The pace that was set for it; null is as many as it takes.</param>
    /// <returns>Null when a mail may leave now, which takes its turn; else when to ask again.</returns>
    public DateTimeOffset? Turn(double? perMinute)
    {
        lock (guard)
        {
            var now = clock.GetUtcNow();
            var pace = slow is { } careful && !(perMinute < careful) ? careful : perMinute;
            if (now < closedUntil) return Behind(closedUntil, pace ?? SlowPace);
            if (pace is not { } minute) return null;
            var (perSecond, most) = (minute / 60, Math.Max(1, minute / 60 * Burst));
            tokens = filledAt == DateTimeOffset.MinValue ? most : Math.Min(most, tokens + (now - filledAt).TotalSeconds * perSecond);
            filledAt = now;
            if (tokens < 1) return Behind(now, minute);
            tokens--;
            return null;
        }
    }

    public void Took()
    {
        lock (guard)
        {
            refused = 0;
            if (slow is not { } pace || ++taken < pace) return;
            (taken, gap) = (0, FirstGap);
            slow = pace * 2 < FreePace ? pace * 2 : null;
        }
    }

    /// <summary>It was asked to slow down.</summary>
    /// <returns>Until when nothing leaves, when that begins now.</returns>
    public DateTimeOffset? Refused()
    {
        lock (guard)
        {
            var now = clock.GetUtcNow();
            // What was on its way when it closed says nothing new.
            if (now < closedUntil || ++refused < RefusalsInARow) return null;
            (closedUntil, refused, taken, tokens, slow, behind) = (now + gap, 0, 0, 0, SlowPace, DateTimeOffset.MinValue);
            gap = gap * 2 < LongestGap ? gap * 2 : LongestGap;
            return closedUntil;
        }
    }

    // One behind the other, so that not all of them ask again at the same instant.
    private DateTimeOffset Behind(DateTimeOffset from, double perMinute)
    {
        behind = (behind > from ? behind : from) + TimeSpan.FromMinutes(1 / perMinute);
        return behind < from + LongestWait ? behind : from + LongestWait;
    }
}
