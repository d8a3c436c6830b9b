using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Preau.Accounts.Staff;
using Preau.Jobs;

namespace Preau.Accounts;

public static class AccountsModule
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddScoped<CurrentAccount>().AddScoped<Sessions>().AddScoped<AccountLinks>().AddScoped<PasswordLink>().AddScoped<JoinLink>().AddScoped<InviteAccount>().AddScoped<OpenNation>().AddScoped<CheckPassword>().AddScoped<AskPasswordLink>().AddScoped<ChangeRole>();
        services.AddJob<SendPasswordLink, SendPasswordLinkHandler>().AddJob<SendJoinLink, SendJoinLinkHandler>().AddJob<SweepSessions, SweepSessionsHandler>().AddRecurring("sweep-sessions", new SweepSessions(), TimeSpan.FromDays(1));
        services.AddIdentityCore<Account>(options =>
        {
            options.Password.RequiredLength = 10;
            options.Password.RequireNonAlphanumeric = options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = false;
        }).AddUserStore<AccountStore>().AddDefaultTokenProviders();
        services.AddAuthentication(Sessions.Scheme).AddCookie(Sessions.Scheme, options =>
        {
            options.Cookie.Name = "__Host-preau";
            options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.Path = "/";
            options.ExpireTimeSpan = Sessions.Lifetime;
        });
        services.AddDataProtection().SetApplicationName("preau");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(p => new ConfigureOptions<KeyManagementOptions>(o => o.XmlRepository = new KeysInStore(p.GetRequiredService<Store>())));
        services.Configure<MvcOptions>(o => o.Filters.Add<PagePermission>());
        services.AddRateLimiter(RateLimits.Configure);
        services.AddSingleton<Pace>();
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "__Host-preau-form";
            // «Always» would refuse plain http on localhost, where browsers keep secure cookies all the same; the cookie policy makes it secure.
            o.Cookie.SecurePolicy = CookieSecurePolicy.None;
            o.Cookie.Path = "/";
        });
        services.Configure<CookiePolicyOptions>(o => o.Secure = CookieSecurePolicy.Always);
        return services;
    }

    /// <summary>After routing: who asks, and whether they may.</summary>
    public static IApplicationBuilder UseAccounts(this IApplicationBuilder app) =>
        app.UseCookiePolicy().UseMiddleware<Nations.SameOrigin>().UseMiddleware<AccountFromSession>().UseMiddleware<PermissionGate>().UseRateLimiter().UseAntiforgery();
}
