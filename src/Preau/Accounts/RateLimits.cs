using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Preau.Accounts;

/// <summary>How often one network may try the doors of the panel.</summary>
public static class RateLimits
{
    public const string SignIn = "sign-in";
    public const int TriesAMinute = 20;

    public static void Configure(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.AddPolicy(SignIn, context => HttpMethods.IsPost(context.Request.Method)
            ? EachMinute(NetworkOf(context.Connection.RemoteIpAddress), TriesAMinute)
            : RateLimitPartition.GetNoLimiter(""));
    }

    /// <summary>An IPv4 address, or the /64 of an IPv6 one: whoever has one address of it has them all.</summary>
    public static string NetworkOf(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    private static RateLimitPartition<string> EachMinute(string who, int times) =>
        RateLimitPartition.GetFixedWindowLimiter(who, _ => new FixedWindowRateLimiterOptions { PermitLimit = times, Window = TimeSpan.FromMinutes(1) });
}
