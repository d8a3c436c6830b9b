using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Preau.Donations;
using Preau.Law;
using Preau.Nations;
using Preau.Shared;

namespace Preau.Tests.Donations;

/// <summary>The program with a sandbox card network behind it, as two servers that only know each other's addresses.</summary>
public sealed class GiftsApp : PreauApp
{
    private SandboxRig? sandbox;

    private StripeRig? stripe;

    public StripeRig Stripe => stripe ?? throw new InvalidOperationException("The local Stripe is made by InitializeAsync.");

    public SandboxRig Sandbox => sandbox ?? throw new InvalidOperationException("The sandbox is made by InitializeAsync.");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        sandbox = await SandboxRig.Start(Clock, new ToSite(this));
        stripe = await StripeRig.Start(Clock);
    }

    /// <summary>When set, nobody answers at the gateway.</summary>
    public bool GatewayIsDown { get; set; }

    /// <summary>Runs at the next call to the gateway, which then gets no answer.</summary>
    public Func<Task>? BeforeNoAnswer { get; set; }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("PREAU_SANDBOX", "http://localhost/");
        builder.UseSetting("PREAU_STRIPE_API", "http://stripe.localhost");
    }

    protected override void Configure(IServiceCollection services) =>
        services.AddHttpClient(Gateways.Client).ConfigurePrimaryHttpMessageHandler(() => new ToGateway(this));

    /// <summary>A nation in the middle of its campaign, that takes gifts in the sandbox.</summary>
    public async Task<TestNation> NewCampaign(Action<CampaignSettings>? with = null, Action<DonationSettings>? gifts = null)
    {
        var nation = await NewNation();
        var services = nation.Services;
        var settings = services.GetRequiredService<NationSettings>();
        var campaign = new CampaignSettings
        {
            Election = ElectionKind.Municipal,
            FirstRoundOn = new DateOnly(2027, 2, 7),
            SecondRoundOn = new DateOnly(2027, 2, 14),
            IsByElection = true,
            TriggerEventOn = new DateOnly(2026, 11, 2),
            Territory = "Saint-Exemple",
            Population = 24_000,
            Candidate = "Exemple ensemble",
            CollectorKind = CollectorKind.Agent,
            CollectorName = "Camille Martin",
            CollectorDeclaredOn = new DateOnly(2026, 11, 10),
            CollectorAccount = "FR7600000000000000000000000",
            SpendingCeilingCents = 4_000_000,
        };
        with?.Invoke(campaign);
        await settings.Set(campaign, CancellationToken.None);
        var donations = new DonationSettings { IsOpen = true, Gateway = GatewayKind.Sandbox, SealedSandboxKey = services.GetRequiredService<Gateways>().NewSandboxKey() };
        gifts?.Invoke(donations);
        await settings.Set(donations, CancellationToken.None);
        await services.GetRequiredService<Database>().SaveChangesAsync();
        return nation;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (sandbox is not null) await sandbox.DisposeAsync();
        if (stripe is not null) await stripe.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private sealed class ToSite(GiftsApp app) : HttpMessageHandler
    {
        private HttpMessageInvoker? invoker;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            (invoker ??= new HttpMessageInvoker(app.Server.CreateHandler())).SendAsync(request, cancellationToken);
    }

    private sealed class ToGateway(GiftsApp app) : HttpMessageHandler
    {
        private HttpMessageInvoker? cards;
        private HttpMessageInvoker? stripe;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => request.RequestUri?.Host switch
        {
            _ when app.BeforeNoAnswer is { } first => Lose(first),
            _ when app.GatewayIsDown => throw new HttpRequestException("Connection refused"),
            "stripe.localhost" => (stripe ??= new HttpMessageInvoker(app.Stripe.Handler)).SendAsync(request, cancellationToken),
            _ => (cards ??= new HttpMessageInvoker(app.Sandbox.Handler)).SendAsync(request, cancellationToken),
        };

        private async Task<HttpResponseMessage> Lose(Func<Task> first)
        {
            app.BeforeNoAnswer = null;
            await first();
            throw new HttpRequestException("Connection lost");
        }
    }
}

/// <summary>Donors and gifts by intent.</summary>
internal static class Gifts
{
    public static Donor Donor(string name = "Dominique Lambert", string? email = null) => new()
    {
        FirstName = name.Split(' ')[0],
        LastName = name.Split(' ')[1],
        Email = EmailAddress.TryParse(email ?? $"{name.Replace(' ', '.').ToLowerInvariant()}@example.org", out var address) ? address : null,
        Nationality = "FR",
        Street = "1 rue de l’Exemple",
        Postcode = "69999",
        City = "Saint-Exemple",
        Country = "FR",
        AttestsNaturalPerson = true,
        AttestsOwnAccount = true,
        Attested = "J’atteste…",
    };

    public static GiftOrder Order(this TestNation nation, long euros = 50, Donor? donor = null) => new()
    {
        Donor = donor ?? Donor(),
        Amount = Money.Euros(euros),
        Source = "page:1",
        Site = new Uri($"https://{nation.Facts.Slug}.localhost"),
    };

    public static Task<GiftAnswer> Take(this TestNation nation, long euros = 50, Donor? donor = null) =>
        nation.Services.GetRequiredService<TakeGift>().Run(nation.Order(euros, donor), TestContext.Current.CancellationToken);

    /// <summary>From the form to the gateway's door.</summary>
    public static async Task<(long GiftId, string SessionId)> TakeAllowed(this TestNation nation, long euros = 50, Donor? donor = null)
    {
        var pay = Assert.IsType<GiftAnswer.Pay>(await nation.Take(euros, donor));
        return (pay.GiftId, pay.Url.Segments[^1]);
    }
}
