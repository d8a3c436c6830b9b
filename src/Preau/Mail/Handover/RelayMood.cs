using Preau.Settings;

namespace Preau.Mail;

/// <summary>How the relay has treated a blast lately, across its senders: when to leave it alone for a while, and when to give up and ask people.</summary>
public sealed class RelayMood(MailOptions options, TimeProvider clock)
{
    private const int MostPolicyInARow = 3;

    // Of a list where every fifth address is dead, one in ten million comes to that by chance.
    public const int MostInARow = 10;
    private static readonly TimeSpan FirstGap = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestGap = TimeSpan.FromMinutes(2);
    private readonly Lock guard = new();
    private DateTimeOffset? troubledSince;
    private TimeSpan gap = FirstGap;
    private int policy;
    private int nobody;
    private int unknown;
    private string? giveUp;

    /// <summary>Not before: the relay is left alone until then.</summary>
    public DateTimeOffset NextAt { get; private set; } = DateTimeOffset.MinValue;

    public TimeSpan Gap => gap;

    /// <summary>Why this round ends, if it does.</summary>
    public string? Trouble { get; private set; }

    public bool IsStopped => Trouble is not null || giveUp is not null;

    /// <summary>A new round begins.</summary>
    public void Begin()
    {
        lock (guard) (Trouble, giveUp) = (null, null);
    }

    /// <summary>Nothing is wrong, but nothing may leave before. What was wrong until then is not counted on over the rest.</summary>
    public void Rest(DateTimeOffset until)
    {
        lock (guard) (NextAt, troubledSince, gap) = (until, null, FirstGap);
    }

    public void Took()
    {
        lock (guard) (troubledSince, gap, policy, nobody, unknown) = (null, FirstGap, 0, 0, 0);
    }

    /// <summary>It answered, about this one mail: it is there.</summary>
    public void Answered()
    {
        lock (guard) (troubledSince, gap) = (null, FirstGap);
    }

    /// <summary>It could not be reached or takes nothing at the moment.</summary>
    public void Failed(string reason)
    {
        lock (guard)
        {
            if (Trouble is not null) return;
            var now = clock.GetUtcNow();
            Trouble = reason;
            troubledSince ??= now;
            NextAt = now + gap;
            gap = gap * 2 < LongestGap ? gap * 2 : LongestGap;
            if (now - troubledSince >= options.Patience) giveUp = reason;
        }
    }

    /// <summary>It refused this mail for reasons of its own; several in a row mean that it would refuse them all.</summary>
    /// <param name="reason">Its own words.</param>
    /// <param name="most">How many in a row are chance.</param>
    public void RefusedByPolicy(string reason, int most = MostPolicyInARow)
    {
        lock (guard)
        {
            if (++policy >= most) giveUp = reason;
        }
    }

    /// <summary>It says that nobody is at this address. A relay that says so of everybody would have a whole list shut.</summary>
    public void NobodyThere(string reason)
    {
        lock (guard)
        {
            (troubledSince, gap) = (null, FirstGap);
            if (++nobody >= MostInARow) giveUp = $"{RelayTrouble.NobodyAnywhere} {reason}";
        }
    }

    public void RefusedUs(string reason)
    {
        lock (guard) giveUp ??= reason;
    }

    /// <summary>It took content and was not heard of again. A few may be chance; more would make a whole list uncertain.</summary>
    public void FellSilent(string reason)
    {
        lock (guard)
        {
            if (++unknown >= Math.Max(2, options.Connections)) giveUp = reason;
        }

        Failed(reason);
    }

    /// <summary>What people have to look at before the blast can go on; asked once.</summary>
    public string? GiveUp()
    {
        lock (guard)
        {
            var reason = giveUp;
            if (reason is not null) (troubledSince, gap, policy, nobody, unknown, giveUp, NextAt) = (null, FirstGap, 0, 0, 0, null, DateTimeOffset.MinValue);
            return reason;
        }
    }
}
