using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace Preau.Tests.Mail;

/// <summary>What a relay does when it is asked something.</summary>
public enum RelayMove
{
    Take,

    /// <summary>Closes when it has the whole content, without an answer.</summary>
    CloseAfterContent,

    /// <summary>Closes while content comes in.</summary>
    CloseInContent,

    /// <summary>Says nothing more.</summary>
    Stall,
}

/// <summary>A relay in this process that does what a test says: refuses, stalls, closes in mid-message. What it took is kept as it came, doubles included.</summary>
public sealed class FakeRelay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Task accepting;
    private int connections;

    /// <param name="isNarrow">Takes so little in at a time that whoever writes has to wait until it is read.</param>
    public FakeRelay(bool isNarrow = false)
    {
        if (isNarrow) listener.Server.ReceiveBufferSize = 4096;
        listener.Start();
        accepting = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public ConcurrentQueue<Taken> Mails { get; } = new();

    /// <summary>The answer to RCPT TO, by address; null takes it.</summary>
    public Func<string, string?> OnRecipient { get; set; } = _ => null;

    /// <summary>The answer to MAIL FROM; null takes it.</summary>
    public Func<string, string?> OnSender { get; set; } = _ => null;

    /// <summary>The answer to the content, by address; null takes it.</summary>
    public Func<string, string?> OnContent { get; set; } = _ => null;

    public Func<string, RelayMove> Move { get; set; } = _ => RelayMove.Take;

    /// <summary>Called when a mail was taken, before the answer leaves.</summary>
    public Func<string, Task> OnTaken { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called when it has fallen silent with the whole content in its hands.</summary>
    public Action OnStall { get; set; } = () => { };

    /// <summary>Announces that it takes addresses that are not ASCII before the «@».</summary>
    public bool HasUtf8 { get; init; }

    /// <summary>Gives its answers a byte at a time.</summary>
    public bool IsDripping { get; set; }

    /// <summary>Where it begins to answer and never comes to the end of that: «220» for its greeting, «RCPT», or «.» for the answer to the content.</summary>
    public string? Endless { get; set; }

    /// <summary>Called when an answer without end has gone on for some lines.</summary>
    public Action OnEndless { get; set; } = () => { };

    public int Connections => connections;

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await accepting;
        end.Dispose();
    }

    private async Task Accept()
    {
        var serving = new List<Task>();
        try
        {
            while (true) serving.Add(Serve(await listener.AcceptTcpClientAsync(end.Token)));
        }
        catch (Exception closed) when (closed is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task Serve(TcpClient client)
    {
        Interlocked.Increment(ref connections);
        try
        {
            using (client)
            {
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.Latin1);
                await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
                await Say(writer, "220", "220 relay.example ready");
                var (to, isUtf8) = ("", false);
                while (await reader.ReadLineAsync(end.Token) is { } line)
                {
                    var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                    switch (verb)
                    {
                        case "EHLO": await writer.WriteAsync($"250-relay.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n{(HasUtf8 ? "250-SMTPUTF8\r\n" : "")}250 SIZE 10000000\r\n"); break;
                        case "MAIL":
                            isUtf8 = line.EndsWith(" SMTPUTF8", StringComparison.Ordinal) || line.Contains(" SMTPUTF8 ", StringComparison.Ordinal);
                            await Say(writer, verb, OnSender(Address(line)) ?? "250 2.1.0 fine");
                            break;
                        case "RCPT":
                            to = Address(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(line)));
                            await Say(writer, verb, OnRecipient(to) ?? "250 2.1.5 fine");
                            break;
                        case "DATA":
                            if (!await Content(client.Client, reader, writer, to, isUtf8)) return;
                            break;
                        case "QUIT":
                            await writer.WriteLineAsync("221 2.0.0 bye");
                            return;
                        default: await writer.WriteLineAsync("250 2.0.0 fine"); break;
                    }
                }
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The other side went away, or the test is over.
        }
    }

    private async Task<bool> Content(Socket line, StreamReader reader, StreamWriter writer, string to, bool isUtf8)
    {
        var move = Move(to);
        if (move == RelayMove.CloseInContent)
        {
            // Without taking what comes.
            line.LingerState = new LingerOption(enable: true, seconds: 0);
            line.Send("354 go on\r\n"u8);
            line.Close();
            return false;
        }

        await writer.WriteLineAsync("354 go on");
        var content = new StringBuilder();
        while (await reader.ReadLineAsync(end.Token) is { } text && text != ".") content.Append(text.StartsWith('.') ? text[1..] : text).Append("\r\n");
        if (move == RelayMove.Stall)
        {
            OnStall();
            await Task.Delay(Timeout.Infinite, end.Token);
        }

        if (move == RelayMove.CloseAfterContent)
        {
            Mails.Enqueue(new Taken(to, content.ToString()) { IsUtf8 = isUtf8 });
            return false;
        }

        if (OnContent(to) is { } no)
        {
            await writer.WriteLineAsync(no);
            return true;
        }

        Mails.Enqueue(new Taken(to, content.ToString()) { IsUtf8 = isUtf8 });
        await OnTaken(to);
        await Say(writer, ".", "250 2.0.0 taken");
        return true;
    }

    private async Task Say(StreamWriter writer, string at, string line)
    {
        for (var lines = 0; Endless == at; lines++)
        {
            await Drip(writer, $"{line[..3]}-and more\r\n");
            if (lines == 3) OnEndless();
        }

        if (IsDripping) await Drip(writer, line + "\r\n");
        else await writer.WriteLineAsync(line);
    }

    private async Task Drip(StreamWriter writer, string text)
    {
        foreach (var sign in text)
        {
            await writer.WriteAsync(sign);
            await Task.Delay(1, end.Token);
        }
    }

    private static string Address(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
}

/// <param name="To">The envelope's recipient.</param>
/// <param name="Raw">As it came, a character a byte.</param>
public sealed record Taken(string To, string Raw)
{
    /// <summary>It came as one that is not ASCII (RFC 6531).</summary>
    public bool IsUtf8 { get; init; }

    public MimeMessage Message => MimeMessage.Load(new MemoryStream(Encoding.Latin1.GetBytes(Raw)));
}
