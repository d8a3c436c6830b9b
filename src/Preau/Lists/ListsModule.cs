using Microsoft.Extensions.DependencyInjection.Extensions;
using Preau.Accounts;
using Preau.Jobs;
using Preau.Nations;
using Preau.Panel;
using Preau.People;
using Preau.People.Bulk;
using Preau.People.Listing;
using Preau.Segments;

namespace Preau.Lists;

public static class ListsModule
{
    public static IServiceCollection AddLists(this IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<ListedPeople, PersonLists>());
        services.AddScoped<SaveList>().AddScoped<ISegmentUse, ListUses>().AddSegmentFields<ListFields>().AddPersonPart<ListsPart>().AddDemoSeed<DemoLists>();
        services.AddBulkDeed<AddToListDeed>().AddBulkDeed<TakeFromListDeed>().AddBulkDeed<SplitDeed>();
        services.AddJob<PurgeRemovedLists, PurgeLists>().AddRecurring("purge-lists", new PurgeRemovedLists(), TimeSpan.FromHours(1), perOwner: true);
        return services.AddNav(25, "Lists", "list", "/lists", Permission.ViewSegments);
    }
}
