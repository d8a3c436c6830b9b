namespace Preau.Mail.Pacing;

public static class PacingModule
{
    public static IServiceCollection AddMailPacing(this IServiceCollection services) => services.AddSingleton<MailLanes>().AddScoped<DailyQuota>().AddScoped<ContactPressure>().AddScoped<ReadHealth>()
        .AddScoped<CountDays>().AddKeyedScoped<IBlastRecord>(Law.Channel.Email, (p, _) => p.GetRequiredService<CountDays>());
}
