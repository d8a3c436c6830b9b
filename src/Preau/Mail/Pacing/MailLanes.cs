using System.Collections.Concurrent;

namespace Preau.Mail.Pacing;

/// <summary>The lanes of all nations in this process, one for each relay and provider: what one provider is asked to wait for holds up no other.</summary>
public sealed class MailLanes(TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Host, int Port, MailProvider Provider), MailLane> lanes = new();

    public MailLane Of(Settings.MailSettings mail, MailProvider provider) => lanes.GetOrAdd((mail.RelayHost ?? "", mail.RelayPort, provider), _ => new MailLane(clock));
}
