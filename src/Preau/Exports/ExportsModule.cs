using Preau.Accounts;
using Preau.Jobs;
using Preau.Panel;

namespace Preau.Exports;

public static class ExportsModule
{
    public static IServiceCollection AddExports(this IServiceCollection services) => services
        .AddScoped<SendExport>().AddScoped<ExportFolder>().AddJob<WriteExportFile, WriteExport>()
        .AddJob<ForgetExportFiles, ForgetExports>().AddRecurring("forget-exports", new ForgetExportFiles(), TimeSpan.FromHours(1), perOwner: true)
        .AddNav(91, "Exports", "download", "/exports", Permission.ViewDashboard);

    public static IServiceCollection AddExport<TExport>(this IServiceCollection services) where TExport : class, IExport => services.AddScoped<IExport, TExport>();
}
