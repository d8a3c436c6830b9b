using System.Data.Common;
using System.Net.Sockets;

namespace Preau.Jobs;

/// <summary>How jobs are run. The defaults suit a server with two cores.</summary>
public sealed class JobOptions
{
    /// <summary>How many jobs this process runs at once.</summary>
    public int Concurrency { get; set; } = 4;

    /// <summary>How long a job stays with a runner that shows no sign of life. Renewed at a quarter of it.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often the table is looked at when no bell rings.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long running jobs get to come to an end when the program stops.</summary>
    public TimeSpan StopWithin { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>After so many starts a job is dead, whatever the reason.</summary>
    public int MaxAttempts { get; set; } = 10;

    /// <summary>Weather that comes after so much work counts as the first: in hours of it there are more short troubles than attempts.</summary>
    public TimeSpan LongWork { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Done jobs are kept this long, for those who ask whether something ran.</summary>
    public TimeSpan KeepDone { get; set; } = TimeSpan.FromDays(7);

    /// <summary>What else counts as weather, besides what <see cref="IsWeather"/> knows.</summary>
    public Func<Exception, bool> AlsoWeather { get; set; } = _ => false;

    /// <summary>Time-outs, lost connections and <see cref="TryLater"/>, also inside other exceptions. Not bugs, not refusals.</summary>
    public bool IsWeather(Exception problem)
    {
        for (var cause = problem; cause is not null; cause = cause.InnerException)
        {
            if (cause is TryLater or TimeoutException or OperationCanceledException or SocketException or HttpRequestException or DbException { IsTransient: true } || AlsoWeather(cause)) return true;
        }

        return false;
    }

    /// <summary>15 s, 1 min, 4 min, 16 min, then about an hour: fourfold with a fifth of chance, so that a crowd that failed together does not come back together.</summary>
    public static TimeSpan Gap(int attempts)
    {
        var seconds = Math.Min(15 * Math.Pow(4, Math.Clamp(attempts - 1, 0, 10)), 3600);
        return TimeSpan.FromSeconds(seconds * (0.8 + 0.4 * Random.Shared.NextDouble()));
    }
}
