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
    public const string PasswordUse = "texts.password", TokenUse = "texts.token";
    private const string SecretUse = "texts.secret", TwilioSecretUse = "texts.twilio";

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
        var senders = new TextSenders(chosen.Sender, chosen.MoreSenders);
        return chosen.Gateway switch
        {
            TextGatewayKind.None => null,
            TextGatewayKind.Sandbox => options.Value.Sandbox is { } sandbox
                ? new KannelGateway(http.CreateClient(Client), new Uri(sandbox, "phone/cgi-bin/sendsms"), new(nation.Facts.Slug, "made-up", senders with { First = chosen.Sender ?? SandboxSender }), reports, await AddressFor(chosen, "incoming", ct))
                : null,
            TextGatewayKind.Http => Uri.TryCreate(chosen.Address, UriKind.Absolute, out var address) && seal.Open(chosen.SealedPassword, PasswordUse) is { } password && chosen is { UserName: { } user, Sender: not null }
                ? new KannelGateway(http.CreateClient(Client), address, new(user, password, senders), reports, incoming: null)
                : null,
            TextGatewayKind.Twilio => Uri.TryCreate(chosen.TwilioAddress ?? TwilioGateway.Standard, UriKind.Absolute, out var address) && seal.Open(chosen.SealedToken, TokenUse) is { } token && chosen.AccountSid is { } sid && (chosen.Sender ?? chosen.ServiceSid) is not null
                ? new TwilioGateway(http.CreateClient(Client), address, new(sid, token, chosen.ServiceSid, senders), reports)
                : null,
        };
    }

    /// <summary>The numbers that texts come from, in whichever way they leave.</summary>
    public async Task<TextSenders> Senders(CancellationToken ct) =>
        await settings.Get<TextSettings>(ct) is var chosen && chosen.Gateway == TextGatewayKind.Sandbox ? new(chosen.Sender ?? SandboxSender, chosen.MoreSenders) : new(chosen.Sender, chosen.MoreSenders);

    /// <summary>What a gateway is given for texts that come in. One like Kannel writes into it who, whom to, which, in what characters, and the text as it came: its own way of putting words together would take one in UCS-2 apart.</summary>
    public async Task<string?> IncomingAddress(TextSettings chosen, CancellationToken ct) =>
        await AddressFor(chosen, "incoming", ct) is not { } address ? null : chosen.Gateway == TextGatewayKind.Twilio ? address : address + "?from=%p&to=%P&id=%I&charset=%C&text=%b";

    /// <summary>Each way has its own: whoever saw the address that another gateway was given, which calls unsigned, knows nothing of this one.</summary>
    public void MakeSecret(TextSettings chosen)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        if (chosen.Gateway == TextGatewayKind.Twilio) chosen.SealedTwilioSecret = seal.Close(secret, TwilioSecretUse);
        else chosen.SealedSecret = seal.Close(secret, SecretUse);
    }

    /// <summary>Whether whoever calls knows what only this nation's gateway was told.</summary>
    public async Task<bool> IsSecret(string given, CancellationToken ct) => IsSame(given, seal.Open((await settings.Get<TextSettings>(ct)).SealedSecret, SecretUse));

    /// <summary>The address that Twilio was given, and the token by which it signs; null for whoever knows neither.</summary>
    public async Task<(string Address, string Token)?> TwilioTold(string given, string what, CancellationToken ct)
    {
        var kept = await settings.Get<TextSettings>(ct);
        if (seal.Open(kept.SealedTwilioSecret, TwilioSecretUse) is not { } secret || !IsSame(given, secret) || seal.Open(kept.SealedToken, TokenUse) is not { } token) return null;
        return ($"{await directory.AddressOf(nation.Facts, Surface.Site, ct)}/gateways/twilio/{secret}/{what}", token);
    }

    private static bool IsSame(string given, string? secret) => secret is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(secret));

    private async Task<string?> AddressFor(TextSettings chosen, string what, CancellationToken ct)
    {
        var (way, secret) = chosen.Gateway == TextGatewayKind.Twilio ? ("twilio", seal.Open(chosen.SealedTwilioSecret, TwilioSecretUse)) : ("texts", seal.Open(chosen.SealedSecret, SecretUse));
        return secret is null ? null : $"{await directory.AddressOf(nation.Facts, Surface.Site, ct)}/gateways/{way}/{secret}/{what}";
    }
}
