using Preau.Accounts;
using Preau.Panel;

namespace Preau.Dashboard;

public static class DashboardModule
{
    public static IServiceCollection AddDashboard(this IServiceCollection services) => services.AddNav(0, "Home", "home", "/", Permission.Enter);
}
