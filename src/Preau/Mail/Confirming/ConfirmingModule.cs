using Preau.Jobs;
using Preau.Nations;
using Preau.People;

namespace Preau.Mail.Confirming;

public static class ConfirmingModule
{
    public static IServiceCollection AddConfirming(this IServiceCollection services) => services
        .AddScoped<TakeYes>().AddScoped<AskOwner>().AddScoped<IAskOwner>(services => services.GetRequiredService<AskOwner>()).AddScoped<ConfirmYes>().AddScoped<YesPages>().AddScoped<IPersonPart, ConfirmingPart>().AddJob<AskYes, AskYesHandler>();

    public static void MapConfirming(this IEndpointRouteBuilder app)
    {
        app.MapGet("/m/y/{token}", Ask).OnSite();
        app.MapPost("/m/y/{token}", Confirm).OnSite().DisableAntiforgery();
    }

    private static Task Ask(string token, HttpContext http, CurrentNation nation, Actor actor, YesPages pages, CancellationToken ct) => MailEndpoints.Answer(http, nation, actor, () => pages.Ask(token, ct));

    private static Task Confirm(string token, HttpContext http, CurrentNation nation, Actor actor, YesPages pages, CancellationToken ct) => MailEndpoints.Answer(http, nation, actor, () => pages.Confirm(token, ct));
}
