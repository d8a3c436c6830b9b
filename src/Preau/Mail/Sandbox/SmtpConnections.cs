using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Preau.Mail.Sandbox;

/// <summary>Takes SMTP clients that Kestrel hands over, up to a number of them at once.</summary>
public sealed class SmtpConnections(Mailbox mailbox, Moods moods, SmtpOptions options, Room room, TimeProvider clock) : ConnectionHandler
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
                lines.Say("421 4.3.2 Too many connections");
                await lines.Flush();
                return;
            }
            using var conversation = new SmtpConversation(lines, mailbox, moods, options, room);
            await conversation.Run();
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
}
