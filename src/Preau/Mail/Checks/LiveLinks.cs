using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Preau.Mail.Checks;

/// <summary>
/// Asks over the Internet, and nothing but the Internet: each name is looked up here, and only where all its addresses are public is one of them connected to, at every hop of a
/// redirect. Headers alone are read, and no cookie, proxy or password goes along.
/// </summary>
public sealed class LiveLinks : IAskLink, IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const int MostRedirects = 5;
    private const int MostHeaderKilobytes = 32;
    private static readonly int[] WebPorts = [80, 443, 8080, 8443];

    private readonly HttpClient http;
    private readonly Func<IPEndPoint, bool> mayAsk;
    private readonly TimeSpan patience;

    public LiveLinks() : this(end => PublicAddress.Is(end.Address) && WebPorts.Contains(end.Port), Patience)
    {
    }

    /// <param name="mayAsk">Where it may connect to.</param>
    /// <param name="patience">For one link with all its redirects.</param>
    public LiveLinks(Func<IPEndPoint, bool> mayAsk, TimeSpan patience)
    {
        (this.mayAsk, this.patience) = (mayAsk, patience);
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseProxy = false, UseCookies = false, Credentials = null, MaxResponseHeadersLength = MostHeaderKilobytes, MaxResponseDrainSize = 0, PooledConnectionLifetime = TimeSpan.Zero, ConnectCallback = Connect,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Preau-links", "1"));
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
    }

    public async Task<LinkAnswer> Ask(Uri link, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        try
        {
            return await Follow(link, limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return LinkAnswer.Of(LinkTrouble.Late);
        }
        catch (HttpRequestException problem)
        {
            return LinkAnswer.Of(TroubleOf(problem));
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<LinkAnswer> Follow(Uri link, CancellationToken ct)
    {
        var method = HttpMethod.Head;
        for (var hops = 0; hops <= MostRedirects;)
        {
            using var request = new HttpRequestMessage(method, link);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            var status = (int)response.StatusCode;
            if (status is >= 300 and < 400 && response.Headers.Location is { } to)
            {
                if (!Uri.TryCreate(link, to, out var next) || next.Scheme is not ("http" or "https")) return LinkAnswer.Of(LinkTrouble.Redirects);
                (link, hops) = (next, hops + 1);
            }
            else if (status >= 400 && method == HttpMethod.Head)
            {
                // Servers that know no HEAD say so in many ways.
                method = HttpMethod.Get;
            }
            else
            {
                return LinkAnswer.Of(status);
            }
        }

        return LinkAnswer.Of(LinkTrouble.Redirects);
    }

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var end = context.DnsEndPoint;
        var ends = (await Dns.GetHostAddressesAsync(end.Host, ct)).Select(a => new IPEndPoint(a, end.Port)).ToList();
        // A name with one foot in our network is not asked at all: which foot answers would be its owner's to choose.
        if (ends.Count == 0 || !ends.TrueForAll(e => mayAsk(e))) throw new NotOurs();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync([.. ends.Select(e => e.Address)], end.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static LinkTrouble TroubleOf(HttpRequestException problem) => problem switch
    {
        { InnerException: NotOurs } or NotOurs => LinkTrouble.Private,
        { InnerException: AuthenticationException } => LinkTrouble.Certificate,
        { HttpRequestError: HttpRequestError.NameResolutionError } => LinkTrouble.NoName,
        { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } } => LinkTrouble.NoName,
        _ => LinkTrouble.NoAnswer,
    };

    private sealed class NotOurs() : HttpRequestException("Not an address of the Internet at large.");
}
