using Preau.Jobs;
using Preau.Nations;
using Preau.People;
using Preau.Segments;

namespace Preau.Relations;

public static class RelationsModule
{
    public static IServiceCollection AddRelations(this IServiceCollection services) => services
        .AddScoped<RelationRoles>().AddScoped<SaveRelation>().AddScoped<RelateMany>().AddPersonPart<RelationsPart>().AddSegmentFields<RelationFields>().AddDemoSeed<DemoRelations>()
        .AddScoped<RemoveRelationType>().AddJob<RemoveRelationsOfType, RemoveRelationType>()
        .AddScoped<ForgetRelations>().AddJob<ForgetRemovedRelations, ForgetRelations>().AddRecurring("forget-removed-relations", new ForgetRemovedRelations(), TimeSpan.FromHours(1), perOwner: true);
}
