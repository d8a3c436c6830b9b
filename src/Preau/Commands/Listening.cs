using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Preau.Nations;

namespace Preau.Commands;

/// <summary>Where the program listens: tried before anything is done, told when it does.</summary>
public static class Listening
{
    /// <summary>A demo takes a while to be made, and making it over takes away the old one: not to find out afterwards that its port is taken.</summary>
    public static void Try(IConfiguration configuration)
    {
        foreach (var url in configuration[WebHostDefaults.ServerUrlsKey]?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []) Try(url);
    }

    /// <summary>The first address that a browser on this machine can open.</summary>
    public static string? Address(IServiceProvider services) => services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses
        .Select(a => a.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal)).FirstOrDefault();

    /// <summary>For whoever serves an installation that nobody has begun yet.</summary>
    public static async Task<string?> WhereToBegin(IServiceProvider services, CancellationToken ct) =>
        Address(services) is { } address && (await services.GetRequiredService<NationDirectory>().All(ct)).Count == 0 ? $"Nobody has begun here yet: open {address}/ to create your campaign." : null;

    private static void Try(string url)
    {
        if (Parsed(url) is not { IsUnixPipe: false, IsNamedPipe: false } address) return;
        if (address.Port == 0 && IsLocal(address.Host)) throw new StartRefused($"PREAU_URLS holds «{url}»: a port that is free is found for 127.0.0.1:0, not for localhost:0.");
        if (address.Port == 0) return;
        try
        {
            using var listener = new TcpListener(IsLocal(address.Host) ? IPAddress.Loopback : IPAddress.TryParse(address.Host, out var ip) ? ip : IPAddress.Any, address.Port);
            listener.Start();
        }
        catch (SocketException problem)
        {
            throw new StartRefused(problem.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"{url} is taken: {Taken}",
                SocketError.AccessDenied => $"This user may not listen on {url}: choose a port from 1024 on, with a proxy before it.",
                SocketError.AddressNotAvailable => $"{url} can't be listened on: this machine has no address {address.Host}. See PREAU_URLS.",
                _ => $"{url} can't be listened on: {problem.Message}. See PREAU_URLS.",
            });
        }
    }

    public const string Taken = "Another program listens there, perhaps Préau itself. Choose another address with PREAU_URLS, or another port of the demo with PREAU_PORT.";

    private static bool IsLocal(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    private static BindingAddress Parsed(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is var address && (address.IsUnixPipe || address.Port is >= 0 and <= IPEndPoint.MaxPort) && address.Scheme.StartsWith("http", StringComparison.OrdinalIgnoreCase)
                ? address
                : throw new FormatException();
        }
        catch (FormatException)
        {
            throw new StartRefused($"PREAU_URLS holds «{url}», which is no address to listen on. Write for example PREAU_URLS=http://127.0.0.1:5080.");
        }
    }
}
