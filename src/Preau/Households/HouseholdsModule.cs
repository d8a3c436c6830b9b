using Preau.Accounts;
using Preau.Exports;
using Preau.Feed;
using Preau.Jobs;
using Preau.Nations;
using Preau.People;
using Preau.Segments;

namespace Preau.Households;

public static class HouseholdsModule
{
    public static IServiceCollection AddHouseholds(this IServiceCollection services)
    {
        services.AddScoped<DeriveHouseholds>().AddChangeReader<FollowHouseholds>().AddScoped<CorrectHousehold>().AddScoped<HouseholdPhones>().AddScoped<HouseholdList>().AddScoped<HouseholdSearch>().AddScoped<HouseholdWords>();
        services.AddScoped<HouseholdRuns>().AddJob<DeriveHouseholdsAgain, DeriveAgain>();
        return services.AddPersonPart<HouseholdsPart>().AddSegmentFields<HouseholdFields>().AddExport<LetterExport>().AddDemoSeed<DemoHouseholds>();
    }

    public static void MapHouseholds(this IEndpointRouteBuilder app) => app.MapGet("/households/export.{format}", LetterExport.Send).Needs(Permission.ExportHouseholds);
}
