using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Preau.Design;

/// <summary>The living page of patterns, for those who build screens: <c>/design</c>, in development only.</summary>
public static class DesignModule
{
    public static IServiceCollection AddDesign(this IServiceCollection services)
    {
        services.AddOptions<RazorPagesOptions>().Configure<IHostEnvironment>((options, environment) =>
        {
            // Elsewhere its pages have no route, so that they are not there at all.
            if (!environment.IsDevelopment()) options.Conventions.AddFolderRouteModelConvention("/Design", page => page.Selectors.Clear());
        });
        return services;
    }
}
