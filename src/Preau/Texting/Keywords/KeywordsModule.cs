using Preau.Nations;
using Preau.People;

namespace Preau.Texting.Keywords;

public static class KeywordsModule
{
    public static IServiceCollection AddKeywords(this IServiceCollection services) =>
        services.AddScoped<HearKeyword>().AddScoped<KeywordDesk>().AddScoped<ISourceNames, KeywordNames>().AddDemoSeed<DemoKeyword>();
}
