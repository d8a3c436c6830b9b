using Preau.Accounts;
using Preau.Exports;
using Preau.Memberships.Many;
using Preau.Nations;
using Preau.Panel;
using Preau.People;
using Preau.People.Bulk;
using Preau.Segments;

namespace Preau.Memberships;

public static class MembershipsModule
{
    public static IServiceCollection AddMemberships(this IServiceCollection services)
    {
        services.AddScoped<Standing>().AddScoped<MembershipWords>().AddScoped<MembershipList>().AddScoped<IPersonFact, MembershipFact>();
        services.AddPersonPart<MembershipsPart>().AddSegmentFields<MembershipFields>().AddBulkDeed<GiveMembershipDeed>().AddExport<MembershipExport>().AddDemoSeed<DemoMemberships>();
        return services.AddNav(47, "Memberships", "id-badge-2", "/memberships", Permission.ViewSegments);
    }

    public static void MapMemberships(this IEndpointRouteBuilder app) =>
        app.MapGet("/memberships/export.{format}", (string format, string? view, long? type, SendExport send, CancellationToken ct) => MembershipExport.Send(format, view, type, send, ct)).Needs(Permission.ExportMemberships);
}
