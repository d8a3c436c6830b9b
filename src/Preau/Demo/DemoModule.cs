using Preau.Nations;

namespace Preau.Demo;

public static class DemoModule
{
    public static IServiceCollection AddDemo(this IServiceCollection services) => services
        .AddSingleton<DemoCampaign>().AddSingleton<DemoRelay>().AddSingleton<DemoPhones>().AddScoped<RemoveNation>()
        .AddDemoSeed<DemoElection>().AddDemoSeed<DemoAccounts>().AddDemoSeed<DemoCrowd>().AddDemoSeed<DemoFields>().AddDemoSeed<DemoRoll>().AddDemoSeed<DemoGifts>().AddDemoSeed<DemoGoals>().AddDemoSeed<DemoGeography>();
}
