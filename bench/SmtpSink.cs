using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Preau.Bench;

/// <summary>Postfix's mail server that takes everything and keeps nothing, in a process of its own.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private const string Binary = "/usr/sbin/smtp-sink";

    // It refuses to serve as root.
    private static readonly string[] AsNobody = Environment.IsPrivilegedProcess ? ["-u", "nobody"] : [];
    private readonly Process process;

    private SmtpSink(Process process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }

    public static async Task<SmtpSink> Start(CancellationToken ct)
    {
        if (!File.Exists(Binary)) throw new BenchRefused("smtp-sink takes the mails, and is not here: apt-get install postfix (it need not run).");
        var port = FreePort();
        var sink = new SmtpSink(Process.Start(new ProcessStartInfo(Binary, [.. AsNobody, string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), "100"]) { UseShellExecute = false }) ?? throw new BenchRefused("smtp-sink did not start."), port);
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, ct);
                return sink;
            }
            catch (SocketException) when (tries < 100 && !sink.process.HasExited)
            {
                await Task.Delay(50, ct);
            }
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }
}
