using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Preau.Nations;

/// <summary>Who may say for whom a request is: only proxies that the operator named in PREAU_PROXIES. From anybody else those headers are words.</summary>
public static class Proxies
{
    public const string Variable = "PREAU_PROXIES";

    /// <summary>Addresses and networks («10.0.0.0/8»), apart by spaces, commas or semicolons.</summary>
    public static void Trust(ForwardedHeadersOptions options, string? named)
    {
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        options.ForwardedHeaders = ForwardedHeaders.None;
        foreach (var text in (named ?? "").Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPAddress.TryParse(text, out var address)) options.KnownProxies.Add(address);
            else if (System.Net.IPNetwork.TryParse(text, out var network)) options.KnownIPNetworks.Add(network);
            else throw new StartRefused($"{Variable} holds «{text}», which is neither an address nor a network. Write for example {Variable}=\"127.0.0.1 10.0.0.0/8\".");
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        }
    }
}
