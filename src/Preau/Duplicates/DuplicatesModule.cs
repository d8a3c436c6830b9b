using Preau.Feed;
using Preau.Jobs;
using Preau.Nations;
using Preau.People;

namespace Preau.Duplicates;

public static class DuplicatesModule
{
    public static IServiceCollection AddDuplicates(this IServiceCollection services) => services
        .AddScoped<FindDuplicates>().AddChangeReader<FollowPeople>().AddScoped<DuplicateList>().AddScoped<DuplicateWords>()
        .AddScoped<MergePeople>().AddScoped<UnmergePeople>().AddScoped<TellApart>().AddScoped<ISourceNames, MergeSourceNames>().AddPersonPart<DuplicatesPart>()
        .AddScoped<SureMerges>().AddJob<MergeSurePairs, MergeSurePairsHandler>()
        .AddScoped<ForgetMerges>().AddJob<ForgetOldMerges, ForgetMerges>().AddRecurring("forget-merges", new ForgetOldMerges(), TimeSpan.FromHours(24), perOwner: true)
        .AddDemoSeed<DemoDuplicates>();
}
