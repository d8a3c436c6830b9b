using Preau.Accounts;
using Preau.Jobs;
using Preau.Mail;
using Preau.Nations;
using Preau.Panel;
using Preau.People;
using Preau.Shared;
using Preau.Texting.Keywords;
using Preau.Texting.Peers;

namespace Preau.Texting;

public static class TextingModule
{
    public static IServiceCollection AddTexting(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TextingOptions>().Configure(options => options.Sandbox = configuration.Sandbox());
        // A line for each request would write down the password and the text that stand in its query.
        services.AddHttpClient(TextGateways.Client, http => http.Timeout = TimeSpan.FromSeconds(15))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false }).RemoveAllLoggers();
        services.AddScoped<TextGateways>().AddScoped<GatewayTrouble>().AddScoped<FindConversation>().AddScoped<TextFoot>().AddScoped<GiftAppeal>().AddScoped<LeftNumbers>().AddScoped<LastTextCheck>().AddScoped<TextHours>().AddScoped<StopNumber>().AddScoped<PerhapsStopped>().AddScoped<WriteText>().AddScoped<TakeIncoming>().AddScoped<TakeReport>().AddScoped<ToldByGateway>();
        services.AddSingleton<TextPaces>().AddScoped<CompileText>().AddScoped<MeasureTexts>().AddScoped<RenderText>().AddScoped<SendTestText>().AddScoped<CheckTexts>().AddScoped<KeepTexts>().AddScoped<ReportOfBlast>().AddJob<HearReport, HearReportHandler>().AddBlastChannel<TextChannel>(Law.Channel.Sms).AddKeyedScoped<IBlastRecord>(Law.Channel.Sms, (services, _) => services.GetRequiredService<KeepTexts>());
        services.AddScoped<TextWords>().AddScoped<Threads>().AddScoped<MakeComposer>().AddJob<SendText, SendTextHandler>();
        services.AddJob<SettleTexts, SettleTextsHandler>().AddRecurring("settle-texts", new SettleTexts(), TimeSpan.FromMinutes(1), perOwner: true);
        services.AddSingleton(new NavEntry(41, "Text messages", "messages", "/texts", Permission.WriteTexts) { IsThere = (http, ct) => http.RequestServices.GetRequiredService<TextGateways>().IsThere(ct) });
        services.AddKeywords().AddPeerTexting().AddScoped<CampaignDesk>();
        return services.AddPersonPart<TextingPart>().AddDemoSeed<DemoTexts>();
    }
}
