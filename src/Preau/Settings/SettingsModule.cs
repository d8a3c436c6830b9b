using Preau.Accounts;
using Preau.Panel;

namespace Preau.Settings;

public static class SettingsModule
{
    public static IServiceCollection AddSettings(this IServiceCollection services) => services
        .AddScoped<Seal>().AddScoped<MakeDkimKey>().AddScoped<RelayClient>().AddScoped<TestRelay>().AddScoped<Readiness>()
        .AddNav(96, "Settings", "settings", "/settings", Permission.ManageSettings);
}
