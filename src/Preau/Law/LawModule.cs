namespace Preau.Law;

public static class LawModule
{
    public static IServiceCollection AddLaw(this IServiceCollection services) =>
        services.AddSingleton(p => OperatorPacks.Read(p.GetRequiredService<Store>().Options.Data)).AddScoped<CampaignLaw>();
}
