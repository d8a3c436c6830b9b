using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Preau.Mail.Pacing;
using Preau.Settings;

namespace Preau.Mail;

/// <summary>Hands mails over: a connection to the relay for each sender. Processes that send at the same time share the pace that was set.</summary>
public sealed class MailHandover(BlastPlan plan, RelayClient relay, SendPace pace, RelayLanes lanes, PaceSettings paces, int processes, MailOptions options, TimeProvider clock) : IBlastHandover
{
    public int Senders => options.Connections;
    public int Batch => Math.Max(1, options.Batch / 2);

    public DateTimeOffset? NotBefore(string address) => lanes.Turn(plan.Blast.NationId, address, paces, processes);

    public async Task Run(HandoverLog log, RelayMood mood, ChannelReader<Envelope> envelopes, ChannelWriter<HandoverResult> results, Func<bool> isStopped)
    {
        using var sender = new RelaySender(plan, relay, log, mood, pace, lanes, options, clock);
        await sender.Run(envelopes, results, isStopped);
    }
}

/// <summary>The pace of each relay, for all that is sent over it.</summary>
public sealed class RelayPaces(IOptions<MailOptions> options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Host, int Port), SendPace> paces = new();

    public SendPace Of(MailSettings mail) => paces.GetOrAdd((mail.RelayHost ?? "", mail.RelayPort), _ => new SendPace(options.Value.PerSecond, clock));
}
