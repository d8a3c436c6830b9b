using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Preau.Nations;
using Preau.Settings;

namespace Preau.Texting;

/// <summary>The gateway that a nation has chosen, with its secrets unsealed; and the addresses at which it tells us something.</summary>
public sealed class TextGateways(NationSettings settings, Seal seal, NationDirectory directory, CurrentNation nation, IHttpClientFactory http, IOptions<TextingOptions> options)
{
    public const string Client = "texts";
    public const string PasswordUse = "texts.password";
    private const string SecretUse = "texts.secret";

    /// <summary>The number that texts come from in the sandbox: one that rings nowhere.</summary>
    public const string SandboxSender = "+33639980000";

    public bool HasSandbox => options.Value.Sandbox is not null;

    /// <summary>Whether there is anything to see of texts: a gateway is chosen, or the sandbox is at hand.</summary>
    public async Task<bool> IsThere(CancellationToken ct) => HasSandbox || (await settings.Get<TextSettings>(ct)).Gateway != TextGatewayKind.None;

    /// <summary>Null while the nation has chosen none, or has not given it all it needs.</summary>
    public async Task<ISmsGateway?> Current(CancellationToken ct)
    {
        var chosen = await settings.Get<TextSettings>(ct);
        if (await AddressFor(chosen, "reports", ct) is not { } reports) return null;
        return chosen.Gateway switch
        {
            TextGatewayKind.None => null,
            TextGatewayKind.Sandbox => options.Value.Sandbox is { } sandbox
                ? new KannelGateway(http.CreateClient(Client), new Uri(sandbox, "phone/cgi-bin/sendsms"), new(nation.Facts.Slug, "sandbox", chosen.Sender ?? SandboxSender), reports, await AddressFor(chosen, "incoming", ct))
                : null,
            TextGatewayKind.Http => Uri.TryCreate(chosen.Address, UriKind.Absolute, out var address) && seal.Open(chosen.SealedPassword, PasswordUse) is { } password && chosen is { UserName: { } user, Sender: { } sender }
                ? new KannelGateway(http.CreateClient(Client), address, new(user, password, sender), reports, incoming: null)
                : null,
        };
    }

    /// <summary>What a gateway is given for texts that come in, with its own words for who, what and when.</summary>
    public async Task<string?> IncomingAddress(TextSettings chosen, CancellationToken ct) =>
        await AddressFor(chosen, "incoming", ct) is { } address ? address + "?from=%p&to=%P&id=%I&text=%a" : null;

    public void MakeSecret(TextSettings chosen) => chosen.SealedSecret = seal.Close(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)), SecretUse);

    /// <summary>Whether whoever calls knows what only this nation's gateway was told.</summary>
    public async Task<bool> IsSecret(string given, CancellationToken ct) =>
        seal.Open((await settings.Get<TextSettings>(ct)).SealedSecret, SecretUse) is { } secret && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(secret));

    private async Task<string?> AddressFor(TextSettings chosen, string what, CancellationToken ct) =>
        seal.Open(chosen.SealedSecret, SecretUse) is { } secret ? $"{await directory.AddressOf(nation.Facts, Surface.Site, ct)}/gateways/texts/{secret}/{what}" : null;
}
