using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Preau.Mail.Sandbox;

/// <summary>Takes clients that Kestrel hands over, up to a number of them at once.</summary>
public abstract class LineConnections(SmtpOptions options, TimeProvider clock, string full) : ConnectionHandler
{
    private int open;

    public int Open => Volatile.Read(ref open);

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        // Kestrel asks to end when the process ends; who is silent then would hold it up.
        var asked = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, asked);
        var lines = new SmtpLines(connection.Transport.Input, connection.Transport.Output, options.Patience, clock, gone.Token);
        try
        {
            if (Interlocked.Increment(ref open) > options.MaxConnections)
            {
                lines.Say(full);
                await lines.Flush();
                return;
            }
            await Talk(lines);
        }
        catch (Exception over) when (over is LineDead or OperationCanceledException or IOException or SocketException)
        {
            // The client is gone, or was left on purpose: there is nobody to tell.
        }
        finally
        {
            Interlocked.Decrement(ref open);
        }
    }

    protected abstract Task Talk(SmtpLines lines);
}

public sealed class SmtpConnections(Mailbox mailbox, Moods moods, SmtpOptions options, Room room, TimeProvider clock) : LineConnections(options, clock, "421 4.3.2 Too many connections")
{
    private readonly SmtpOptions options = options;

    protected override async Task Talk(SmtpLines lines)
    {
        using var conversation = new SmtpConversation(lines, mailbox, moods, options, room);
        await conversation.Run();
    }
}

public sealed class ImapConnections(Mailbox mailbox, Moods moods, SmtpOptions options, TimeProvider clock) : LineConnections(options, clock, "* BYE Too many connections")
{
    private readonly SmtpOptions options = options;

    protected override Task Talk(SmtpLines lines) => new ImapConversation(lines, mailbox, moods, options).Run();
}
