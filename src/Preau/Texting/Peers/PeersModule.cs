using Preau.Accounts;
using Preau.Exports;
using Preau.Jobs;
using Preau.Nations;
using Preau.Panel;
using Preau.People;
using Preau.Segments;

namespace Preau.Texting.Peers;

public static class PeersModule
{
    public static IServiceCollection AddPeerTexting(this IServiceCollection services)
    {
        services.AddScoped<MoveContact>().AddScoped<TexterDesk>().AddScoped<GivePeople>().AddScoped<SendOpening>().AddScoped<RecordAnswer>().AddScoped<EndContact>().AddScoped<CompileScript>().AddScoped<StartCampaign>();
        services.AddScoped<PeerWords>().AddScoped<CountPeers>().AddScoped<MeasurePeers>().AddScoped<MeasureOpening>().AddScoped<ISegmentUse, SegmentsOfTexting>().AddExport<PeersExport>();
        services.AddJob<GatherContacts, GatherContactsHandler>();
        services.AddJob<ReturnIdle, ReturnIdleHandler>().AddRecurring("return-idle-texters", new ReturnIdle(), TimeSpan.FromMinutes(10), perOwner: true);
        services.AddSingleton(new NavEntry(42, "Texting", "send", "/texting", Permission.WriteTexts) { IsThere = (http, ct) => http.RequestServices.GetRequiredService<TextGateways>().IsThere(ct) });
        return services.AddPersonPart<PeersPart>().AddDemoSeed<DemoPeers>();
    }
}
