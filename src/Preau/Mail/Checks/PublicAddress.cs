using System.Net;
using System.Net.Sockets;

namespace Preau.Mail.Checks;

/// <summary>Addresses of the Internet at large. What is not one is this machine, its network, or nobody's: a link that somebody wrote must not make the server ask there.</summary>
public static class PublicAddress
{
    // IANA's registries of special-purpose addresses.
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            // Within 2000::/3: tunnels, which may lead to an address above, and examples.
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    public static bool Is(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (plain.AddressFamily != AddressFamily.InterNetworkV6 || Global.Contains(plain)) && !Array.Exists(NotPublic, n => n.Contains(plain));
    }
}
