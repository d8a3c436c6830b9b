using Preau.Jobs;
using Preau.Nations;
using Preau.Panel;
using Preau.Site.Editing;

namespace Preau.Site;

public static class SiteModule
{
    public static IServiceCollection AddSite(this IServiceCollection services)
    {
        services.AddSingleton<SiteTheme>().AddSingleton<SiteAssets>().AddSingleton<PageCache>().AddSingleton<FollowSite>().AddHostedService(p => p.GetRequiredService<FollowSite>());
        services.AddScoped<SiteViews>().AddScoped<RenderPage>().AddScoped<MakePage>().AddScoped<TakeForm>().AddScoped<FormStamp>().AddScoped<PreviewLinks>().AddScoped<ThanksLinks>();
        services.AddScoped<SavePage>().AddScoped<PublishPage>().AddJob<PublishDue, PublishPage>().AddScoped<SiteWords>().AddScoped<ArrangeMenu>().AddScoped<People.ISourceNames, PageNames>();
        services.AddDemoSeed<Demo.DemoSite>();
        return services.AddNav(44, "Site", "world", "/pages", Accounts.Permission.EditSite);
    }

    /// <summary>After the nation is known, before everything else.</summary>
    public static IApplicationBuilder UseSite(this IApplicationBuilder app) => app.UseMiddleware<ServePages>();
}
