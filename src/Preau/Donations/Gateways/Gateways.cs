using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Preau.Nations;

namespace Preau.Donations;

/// <summary>The gateway that a nation has chosen, with its keys unsealed; and the sealing of new ones.</summary>
public sealed class Gateways(NationSettings settings, IHttpClientFactory http, IDataProtectionProvider protection, IOptions<DonationOptions> options, TimeProvider clock)
{
    public const string Client = "gateway";
    private readonly IDataProtector seal = protection.CreateProtector("Preau.Donations.Keys");

    public bool HasSandbox => options.Value.Sandbox is not null;

    /// <summary>Null while the nation has chosen none, or has not given it its keys.</summary>
    public async Task<IGateway?> Current(CancellationToken ct) => Of(await settings.Get<DonationSettings>(ct));

    /// <summary>The gateway by its name: webhooks and refunds of earlier gifts come back to where they were paid.</summary>
    public async Task<IGateway?> Find(string name, CancellationToken ct)
    {
        var chosen = await settings.Get<DonationSettings>(ct);
        return name switch
        {
            "sandbox" => Sandbox(chosen),
            "stripe" => Stripe(chosen),
            _ => null,
        };
    }

    public IGateway? Of(DonationSettings chosen) => chosen.Gateway switch
    {
        GatewayKind.None => null,
        GatewayKind.Sandbox => Sandbox(chosen),
        GatewayKind.Stripe => Stripe(chosen),
    };

    public string Seal(string secret) => seal.Protect(secret);

    /// <summary>A new key under which the sandbox knows this nation.</summary>
    public string NewSandboxKey() => Seal("sandbox_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));

    private SandboxGateway? Sandbox(DonationSettings chosen) => options.Value.Sandbox is { } network && Unseal(chosen.SealedSandboxKey) is { } key
        ? new SandboxGateway(http.CreateClient(Client), network, key, clock)
        : null;

    private StripeGateway? Stripe(DonationSettings chosen) => Unseal(chosen.SealedSecretKey) is { } key && Unseal(chosen.SealedWebhookSecret) is { } secret
        ? new StripeGateway(http.CreateClient(Client), key, secret, clock, options.Value.StripeApi)
        : null;

    private string? Unseal(string? secret)
    {
        try
        {
            return secret is null ? null : seal.Unprotect(secret);
        }
        catch (CryptographicException)
        {
            // The key ring was lost, as after a restore without it: the same as no key, and the settings screen asks for it again.
            return null;
        }
    }
}
