namespace Preau.Mail.Openings;

public static class OpeningsModule
{
    public static IServiceCollection AddOpenings(this IServiceCollection services) => services.AddScoped<WhoIsMeasured>().AddScoped<WriteOpenings>();
}
