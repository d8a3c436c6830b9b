using System.Net;

namespace Preau.Shared;

/// <summary>Names and addresses of this machine, which nothing leaves on the way.</summary>
public static class Loopback
{
    public static bool Is(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
