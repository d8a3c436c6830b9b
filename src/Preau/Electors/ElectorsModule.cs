using Preau.Accounts;
using Preau.Electors.Roll;
using Preau.Electors.Votes;
using Preau.Exports;
using Preau.Panel;
using Preau.People;
using Preau.Segments;

namespace Preau.Electors;

public static class ElectorsModule
{
    public static IServiceCollection AddElectors(this IServiceCollection services) => services
        .AddScoped<ElectorWords>().AddScoped<QuietPeople>().AddScoped<Objections>().AddScoped<AttestRoll>().AddScoped<RollPapers>().AddScoped<RollUndoing>().AddScoped<IOtherNames, RollNames>()
        .AddPersonPart<ElectorsPart>().AddSegmentFields<ElectorFields>().AddSegmentFields<VoteFields>().AddExport<RollChangesExport>()
        .AddNav(32, "Polling stations", "map-pin", "/stations", Permission.ViewSegments);
}
