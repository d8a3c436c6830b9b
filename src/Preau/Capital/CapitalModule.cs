using Preau.Accounts;
using Preau.Exports;
using Preau.Nations;
using Preau.Panel;
using Preau.People;
using Preau.People.Bulk;
using Preau.Segments;

namespace Preau.Capital;

public static class CapitalModule
{
    public static IServiceCollection AddCapital(this IServiceCollection services)
    {
        services.AddScoped<CapitalLedger>().AddScoped<CapitalBoard>().AddScoped<CapitalWords>();
        services.AddPersonPart<CapitalPart>().AddSegmentFields<CapitalFields>().AddBulkDeed<GivePointsDeed>().AddExport<CapitalExport>().AddDemoSeed<DemoCapital>();
        return services.AddNav(48, "Political capital", "trophy", "/capital", Permission.ViewSegments);
    }

    public static void MapCapital(this IEndpointRouteBuilder app) => app.MapGet("/capital/export.{format}", (string format, string? by, SendExport send, CancellationToken ct) => CapitalExport.Send(format, by, send, ct)).Needs(Permission.ExportCapital);
}
