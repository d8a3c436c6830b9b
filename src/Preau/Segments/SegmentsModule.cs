using Preau.Accounts;
using Preau.Exports;
using Preau.Feed;
using Preau.Jobs;
using Preau.Nations;
using Preau.Panel;
using Preau.People.Bulk;

namespace Preau.Segments;

public static class SegmentsModule
{
    public static IServiceCollection AddSegments(this IServiceCollection services)
    {
        services.AddScoped<SegmentFields>().AddScoped<SaveSegment>().AddScoped<SegmentMembers>().AddScoped<SegmentSentence>().AddScoped<SegmentWords>().AddScoped<ReadSegment>().AddScoped<CountSegments>().AddScoped<CountTree>().AddScoped<MakeBuilder>();
        services.AddExport<SegmentExport>().AddBulkAudience<SegmentPeople>().AddSegmentFields<PersonFields>().AddSegmentFields<OwnFieldFields>().AddChangeReader<SegmentFreshness>().AddDemoSeed<DemoSegments>();
        services.AddJob<RecountSegments, CountSegments>().AddRecurring("recount-segments", new RecountSegments(), TimeSpan.FromMinutes(1), perOwner: true);
        return services.AddNav(24, "Segments", "users-group", "/segments", Permission.ViewSegments);
    }
}
