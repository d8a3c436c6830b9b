using Preau.Jobs;
using Preau.People.Listing;

namespace Preau.People.Bulk;

public static class BulkModule
{
    public static IServiceCollection AddBulkWork(this IServiceCollection services) => services
        .AddScoped<BulkActs>().AddScoped<GatherPeople>().AddScoped<RunBulk>().AddScoped<UndoBulk>().AddScoped<BulkFields>()
        .AddBulkDeed<TagDeed>().AddBulkDeed<UntagDeed>().AddBulkDeed<AssignDeed>().AddBulkDeed<ArchiveDeed>().AddBulkDeed<FieldDeed>()
        .AddBulkAudience<FilteredPeople>().AddSingleton<ListedPeople>()
        .AddJob<GatherBulk, GatherPeople>().AddJob<RunBulkAct, RunBulk>().AddJob<UndoBulkAct, UndoBulk>()
        .AddJob<ForgetBulkActs, ForgetBulk>().AddRecurring("forget-bulk", new ForgetBulkActs(), TimeSpan.FromHours(1), perOwner: true)
        .AddPersonPart<BulkPart>();
}
