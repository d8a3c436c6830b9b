using System.Threading.RateLimiting;

namespace Preau.Accounts;

/// <summary>
/// How often one network may send one form. Asked by whoever takes the form, not before it is reached: somebody who has to wait gets back what they filled in.
/// So many may come at once, and as many again within a minute, little by little: a crowd behind one address does not wait for the minute to turn.
/// </summary>
public sealed class Pace : IDisposable
{
    private readonly PartitionedRateLimiter<Taker> takers = PartitionedRateLimiter.Create<Taker, Taker>(taker => RateLimitPartition.GetTokenBucketLimiter(taker, t => new TokenBucketRateLimiterOptions
    {
        TokenLimit = t.AMinute,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1) / t.AMinute,
    }));

    /// <param name="http">The request. Not its host: whoever asks writes that as they like.</param>
    /// <param name="form">What is sent, one count for each.</param>
    /// <param name="aMinute">How many one network may send.</param>
    public bool Lets(HttpContext http, string form, int aMinute)
    {
        var nation = http.RequestServices.GetRequiredService<CurrentNation>();
        using var lease = takers.AttemptAcquire(new Taker(nation.IsEntered ? nation.Id.ToString() : "", RateLimits.NetworkOf(http.Connection.RemoteIpAddress), form, aMinute));
        if (!lease.IsAcquired) http.Response.Headers.RetryAfter = "60";
        return lease.IsAcquired;
    }

    public void Dispose() => takers.Dispose();

    private readonly record struct Taker(string Nation, string Network, string Form, int AMinute);
}
