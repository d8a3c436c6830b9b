namespace Preau.Mail;

/// <summary>Keeps all that is sent over a relay together below so many mails a second.</summary>
public sealed class SendPace(int perSecond, TimeProvider clock)
{
    private readonly Lock guard = new();
    private DateTimeOffset next = DateTimeOffset.MinValue;

    public Task Turn()
    {
        if (perSecond == 0) return Task.CompletedTask;
        TimeSpan wait;
        lock (guard)
        {
            var now = clock.GetUtcNow();
            if (next < now) next = now;
            wait = next - now;
            next += TimeSpan.FromSeconds(1.0 / perSecond);
        }

        return wait > TimeSpan.Zero ? Task.Delay(wait, clock) : Task.CompletedTask;
    }
}
