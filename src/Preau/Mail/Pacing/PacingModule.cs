namespace Preau.Mail.Pacing;

public static class PacingModule
{
    public static IServiceCollection AddMailPacing(this IServiceCollection services) => services.AddSingleton<KnownDomains>().AddSingleton<MailLanes>().AddSingleton<LearnDomains>().AddHostedService(p => p.GetRequiredService<LearnDomains>()).AddScoped<EngagedFirst>().AddScoped<DailyQuota>().AddScoped<ContactPressure>().AddScoped<ReadHealth>().AddScoped<ReadTroubles>()
        .AddScoped<RecallDomains>().AddScoped<CountDays>().AddKeyedScoped<IBlastRecord>(Law.Channel.Email, (p, _) => p.GetRequiredService<CountDays>());
}
