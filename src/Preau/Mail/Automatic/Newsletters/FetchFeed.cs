using System.Net;
using System.Net.Sockets;

namespace Preau.Mail.Automatic.Newsletters;

public abstract record Fetching
{
    public sealed record Done(byte[] Content) : Fetching;

    /// <param name="Sentence">Of the program's words.</param>
    /// <param name="About">What it names.</param>
    public sealed record Failed(string Sentence, string About) : Fetching;
}

/// <summary>
/// Reads an address that somebody typed in, of whom nothing is believed: http and https, ports of theirs alone, public machines alone (asked of each address that a name has, at the moment of the
/// connection, so that a name cannot be another one by then), three redirects, each asked again, so many bytes, so many seconds.
/// </summary>
public sealed class FetchFeed : IDisposable
{
    private const int MostBytes = 2 * 1024 * 1024;
    private const int MostRedirects = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, AutomaticDecompression = DecompressionMethods.All, ConnectCallback = Connect, MaxResponseHeadersLength = 32 }) { Timeout = Timeout.InfiniteTimeSpan };

    public async Task<Fetching> Run(string url, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            var address = Read(url, null);
            for (var hop = 0; address is not null && hop <= MostRedirects; hop++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                request.Headers.TryAddWithoutValidation("Accept", "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8");
                using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
                if ((int)answer.StatusCode is >= 300 and < 400 && answer.Headers.Location is { } there)
                {
                    address = Read(there.OriginalString, address);
                    continue;
                }

                if (!answer.IsSuccessStatusCode) return new Fetching.Failed("Its host answered {0}.", ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture));
                return await Content(answer, limit.Token);
            }

            return address is null ? new Fetching.Failed("This is no address of a feed on the public web.", "") : new Fetching.Failed("It leads from one address to the next without an end.", "");
        }
        catch (ForbiddenHost)
        {
            return new Fetching.Failed("This is no address of a feed on the public web.", "");
        }
        catch (HttpRequestException trouble) when (trouble.InnerException is ForbiddenHost)
        {
            return new Fetching.Failed("This is no address of a feed on the public web.", "");
        }
        catch (Exception trouble) when (trouble is HttpRequestException or IOException or SocketException || (trouble is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return new Fetching.Failed("Its host does not answer.", "");
        }
    }

    /// <summary>Null where nothing may be asked of it.</summary>
    public static Uri? Read(string? url, Uri? from)
    {
        if (string.IsNullOrWhiteSpace(url) || url.Length > 2000 || !(from is null ? Uri.TryCreate(url.Trim(), UriKind.Absolute, out var address) : Uri.TryCreate(from, url, out address))) return null;
        if (address.Scheme is not ("http" or "https") || !address.IsDefaultPort || address.UserInfo.Length > 0) return null;
        return IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && !IsPublic(ip) ? null : address;
    }

    /// <summary>Of the public internet: not this machine, its networks, or what is kept for other uses.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var b = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return b[0] switch
            {
                0 or 10 or 127 or >= 224 => false,
                100 => b[1] is < 64 or > 127,
                169 => b[1] != 254,
                172 => b[1] is < 16 or > 31,
                192 => !(b[1] == 168 || (b[1] == 0 && b[2] is 0 or 2) || (b[1] == 88 && b[2] == 99)),
                198 => !(b[1] is 18 or 19 || (b[1] == 51 && b[2] == 100)),
                203 => !(b[1] == 0 && b[2] == 113),
                _ => true,
            };
        }

        // 2000::/3 without Teredo, documentation and 6to4, which hold other addresses.
        return (b[0] & 0xe0) == 0x20 && !(b[0] == 0x20 && b[1] == 0x01 && ((b[2] == 0 && b[3] == 0) || (b[2] == 0x0d && b[3] == 0xb8))) && !(b[0] == 0x20 && b[1] == 0x02);
    }

    public void Dispose() => http.Dispose();

    private static async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        if (found.Length == 0 || !Array.TrueForAll(found, IsPublic)) throw new ForbiddenHost();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(found, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Fetching> Content(HttpResponseMessage answer, CancellationToken ct)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(ct);
        using var content = new MemoryStream();
        var part = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(part, ct)) > 0;)
        {
            if (content.Length + read > MostBytes) return new Fetching.Failed("It is too large to be a feed.", "");
            content.Write(part, 0, read);
        }

        return new Fetching.Done(content.ToArray());
    }

    private sealed class ForbiddenHost : Exception;
}
