using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Preau.Panel.Design;

/// <summary>The page of patterns is for whoever builds screens: it has an address in Development, and none anywhere else.</summary>
public static class DesignModule
{
    public static IServiceCollection AddDesign(this IServiceCollection services)
    {
        services.AddOptions<RazorPagesOptions>().Configure<IWebHostEnvironment>((pages, environment) =>
        {
            if (!environment.IsDevelopment()) pages.Conventions.AddFolderRouteModelConvention("/Panel/Design", page => page.Selectors.Clear());
        });
        return services;
    }
}
