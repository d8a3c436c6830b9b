using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.WebEncoders;

using Preau.Shared;

namespace Preau.Panel;

public static class PanelModule
{
    public static IServiceCollection AddPanel(this IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new Words()).AddSingleton<IStringLocalizer>(p => p.GetRequiredService<Words>());
        // Without a path of its own the cookie would be of /panel where an operator has one name only, and «__Host-» is for the whole host.
        services.Configure<CookieTempDataProviderOptions>(o => (o.Cookie.Name, o.Cookie.Path) = ("__Host-preau-said", "/"));
        services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddExceptionHandler<StoreRefusals>();
        // A request that an endpoint cannot read is 400 in development too, as it is in production.
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = false);
        services.AddRazorPages(o => o.RootDirectory = "/").AddDataAnnotationsLocalization(o => o.DataAnnotationLocalizerProvider = (_, _) => new Words()).ConfigureApplicationPartManager(PublicTypes.Only);
        BoundParts.Only(services);
        services.Configure<MvcOptions>(o =>
        {
            var words = new Words();
            o.ModelMetadataDetailsProviders.Add(new ValidationWords());
            o.Filters.Add<AllThatIsWrong>(AllThatIsWrong.Order);
            o.ModelBinderProviders.Insert(0, new TextWithoutNul());
            o.ModelBindingMessageProvider.SetAttemptedValueIsInvalidAccessor((value, name) => words["“{0}” does not fit in “{1}”.", value, name]);
            o.ModelBindingMessageProvider.SetValueMustBeANumberAccessor(name => words["“{0}” must be a number.", name]);
            o.ModelBindingMessageProvider.SetValueMustNotBeNullAccessor(_ => words["Fill in this field."]);
            o.ModelBindingMessageProvider.SetNonPropertyAttemptedValueIsInvalidAccessor(value => words["“{0}” does not fit here.", value]);
        });
        services.Configure<RequestLocalizationOptions>(o =>
        {
            CultureInfo[] cultures = [CultureInfo.GetCultureInfo("fr-FR"), CultureInfo.GetCultureInfo("en-GB"), CultureInfo.GetCultureInfo("fr"), CultureInfo.GetCultureInfo("en")];
            o.SetDefaultCulture("fr-FR");
            (o.SupportedCultures, o.SupportedUICultures) = (cultures, cultures);
            o.RequestCultureProviders = [new PanelLanguage(), new AcceptLanguageHeaderRequestCultureProvider(), new CampaignLanguage()];
        });
        return services;
    }

    /// <summary>First in line: errors as pages, headers. Status codes are executed again as a page of the panel, also the one that an exception was answered with.</summary>
    public static IApplicationBuilder UsePanel(this IApplicationBuilder app) => app
        .UseWhen(IsPanel, panel => panel.UseStatusCodePagesWithReExecute("/problem/{0}"))
        .UseExceptionHandler("/problem/500")
        .UseMiddleware<PanelHeaders>();

    private static bool IsPanel(HttpContext context) => context.Features.Get<Nations.RequestedSurface>()?.Surface == Nations.Surface.Panel;
}

/// <summary>The account's language; before signing in, the one chosen there.</summary>
public sealed class PanelLanguage : RequestCultureProvider
{
    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
    {
        var language = httpContext.RequestServices.GetRequiredService<Accounts.CurrentAccount>().Language ?? Accounts.LanguageCookie.Of(httpContext);
        return Task.FromResult(Of(language));
    }

    internal static ProviderCultureResult? Of(string? language) => language switch
    {
        "fr" => new ProviderCultureResult("fr-FR"),
        "en" => new ProviderCultureResult("en-GB"),
        _ => null,
    };
}

/// <summary>Where neither account nor browser asks for a language that the program speaks: the campaign's.</summary>
public sealed class CampaignLanguage : RequestCultureProvider
{
    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
    {
        var nation = httpContext.RequestServices.GetRequiredService<CurrentNation>();
        return Task.FromResult(nation.IsEntered ? PanelLanguage.Of(nation.Facts.Language) : null);
    }
}
