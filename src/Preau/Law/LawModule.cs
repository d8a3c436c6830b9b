namespace Preau.Law;

public static class LawModule
{
    public static IServiceCollection AddLaw(this IServiceCollection services) =>
        services.AddSingleton(_ => PackLibrary.Embedded()).AddScoped<CampaignLaw>();
}
