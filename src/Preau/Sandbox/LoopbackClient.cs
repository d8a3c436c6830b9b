using System.Net;
using System.Net.Sockets;
using Preau.Shared;

namespace Preau.Sandbox;

/// <summary>Reaches this machine and nothing else, also under names like demo.localhost, which .NET does not resolve.</summary>
public sealed class LoopbackClient : IDisposable
{
    public HttpClient Http { get; } = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectCallback = async (context, ct) =>
        {
            if (!Loopback.Is(context.DnsEndPoint.Host)) throw new HttpRequestException("The sandbox only calls this machine.");
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    public void Dispose() => Http.Dispose();
}
