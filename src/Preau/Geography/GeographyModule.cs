using Microsoft.Extensions.DependencyInjection.Extensions;
using Preau.Accounts;
using Preau.Feed;
using Preau.Jobs;
using Preau.Panel;
using Preau.People;
using Preau.People.Listing;
using Preau.Segments;

namespace Preau.Geography;

public static class GeographyModule
{
    public static IServiceCollection AddGeography(this IServiceCollection services)
    {
        services.AddSingleton<AddressBook>().AddSingleton<BoundaryShapes>().Replace(ServiceDescriptor.Singleton<PlacedPeople, PlacesOfLists>());
        services.AddScoped<GeographyWords>().AddScoped<BuildBook>().AddScoped<PlacePeople>().AddScoped<GeoWorks>().AddScoped<BoundaryFolder>().AddScoped<OpenBoundaries>().AddScoped<LoadBoundaries>();
        services.AddScoped<RunGeoWork>().AddJob<DoGeoWork, RunGeoWork>();
        services.AddScoped<PurgeBoundaries>().AddJob<PurgeRemovedBoundaries, PurgeBoundaries>().AddRecurring("purge-boundaries", new PurgeRemovedBoundaries(), TimeSpan.FromHours(1), perOwner: true);
        services.AddChangeReader<FollowAddresses>().AddPersonPart<GeographyPart>().AddSegmentFields<FieldsOfPlaces>().AddScoped<IPersonColumns, ColumnsOfPlaces>();
        return services.AddNav(31, "Map", "map", "/map", Permission.ViewSegments);
    }
}
