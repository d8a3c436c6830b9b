using Microsoft.AspNetCore.Authentication;
using Preau.Nations;

namespace Preau.Accounts;

/// <summary>On the panel: who is asking. On the site nobody is, whatever cookies come along.</summary>
public sealed class AccountFromSession(RequestDelegate next)
{
    public async Task Invoke(HttpContext context, CurrentAccount account, Actor actor)
    {
        if (context.Features.Get<RequestedSurface>()?.Surface == Surface.Site)
        {
            actor.IsVisitor();
        }
        // Sessions are asked for only then: they bring a context of the store with them.
        else if ((await context.AuthenticateAsync(Sessions.Scheme)).Principal is { } user && await context.RequestServices.GetRequiredService<Sessions>().Find(user, context.RequestAborted) is { } session)
        {
            account.Is(session);
            context.User = user;
            actor.IsAccount(session.AccountId, session.Role.SeesOnlyAssigned(), session.Role.SeesNoGifts());
        }

        await next(context);
    }
}
