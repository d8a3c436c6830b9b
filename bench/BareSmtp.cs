using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Preau.Bench;

/// <summary>The least that a client can do: one message that is made already, sent again and again over some connections, nothing looked up, signed or written down.</summary>
internal static class BareSmtp
{
    private static readonly byte[] Before = "MAIL FROM:<news@ada.example>\r\nRCPT TO:<somebody@example.org>\r\nDATA\r\n"u8.ToArray();

    /// <returns>Mails a second.</returns>
    public static async Task<double> Run(int port, int connections, int count, byte[] message, CancellationToken ct)
    {
        byte[] content = [.. message, .. message.AsSpan().EndsWith("\r\n"u8) ? ".\r\n"u8 : "\r\n.\r\n"u8];
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => Send(port, count / connections, content, ct), ct)));
        return count / connections * connections / watch.Elapsed.TotalSeconds;
    }

    private static async Task Send(int port, int count, byte[] content, CancellationToken ct)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port, ct);
        var stream = client.GetStream();
        using var answers = new StreamReader(stream, Encoding.ASCII);
        await Answer(answers, "220", ct);
        await stream.WriteAsync("EHLO bench.localhost\r\n"u8.ToArray(), ct);
        await Answer(answers, "250", ct);
        for (var i = 0; i < count; i++)
        {
            await stream.WriteAsync(Before, ct);
            await Answer(answers, "250", ct);
            await Answer(answers, "250", ct);
            await Answer(answers, "354", ct);
            await stream.WriteAsync(content, ct);
            await Answer(answers, "250", ct);
        }

        await stream.WriteAsync("QUIT\r\n"u8.ToArray(), ct);
        await Answer(answers, "221", ct);
    }

    private static async Task Answer(StreamReader answers, string wanted, CancellationToken ct)
    {
        while (true)
        {
            var line = await answers.ReadLineAsync(ct) ?? throw new BenchRefused("The sink closed the connection.");
            if (!line.StartsWith(wanted, StringComparison.Ordinal)) throw new BenchRefused($"The sink said «{line}» where {wanted} was due.");
            if (line.Length == 3 || line[3] == ' ') return;
        }
    }
}
