using Preau.Donations.Acknowledging;
using Preau.Donations.Give;
using Preau.Donations.Listing;
using Preau.Donations.Settling;
using Preau.Exports;
using Preau.Jobs;
using Preau.Nations;
using Preau.Panel;
using Preau.People;
using Preau.Segments;
using Preau.Shared;

namespace Preau.Donations;

public static class DonationsModule
{
    public static IServiceCollection AddDonations(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DonationOptions>().Configure(options =>
        {
            options.Sandbox = configuration.Sandbox();
            options.StripeApi = configuration["PREAU_STRIPE_API"];
        });
        services.AddHttpClient(Gateways.Client, http => http.Timeout = TimeSpan.FromSeconds(15));
        services.AddScoped<Gateways>().AddScoped<GiftDoor>().AddScoped<GiftLinks>().AddScoped<GiftLaw>().AddScoped<GiftWords>().AddScoped<Ledger>();
        services.AddScoped<SettleGift>().AddScoped<TakeGift>().AddScoped<RecordEvent>().AddScoped<RefundGift>().AddScoped<EndParked>().AddScoped<EnterGift>().AddScoped<KnownDonors>().AddScoped<SettleAttempts>().AddScoped<Acknowledgements>().AddScoped<IPersonFact, GiftFact>();
        services.AddJob<MailAcknowledgement, MailAcknowledgementHandler>();
        services.AddJob<SettleWhatWaits, SettleAttempts>().AddRecurring("settle-gifts", new SettleWhatWaits(), TimeSpan.FromMinutes(1), perOwner: true).AddDemoSeed<DemoDoor>();
        services.AddScoped<GiveViews>().AddScoped<GiveFrame>().AddScoped<Site.IPageForm, GivePageForm>().AddSingleton<GiveSnippets>();
        services.AddExport<GiftExport>();
        services.AddNav(46, "Gifts", "coin-euro", "/gifts", Accounts.Permission.ViewGifts);
        return services.AddSegmentFields<GiftFields>().AddPersonPart<GiftsPart>();
    }

    public static void MapDonations(this IEndpointRouteBuilder app)
    {
        app.MapGateways();
        app.MapGiftExport();
        app.MapGive();
    }
}
