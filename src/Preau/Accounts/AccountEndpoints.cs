using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Preau.Nations;

namespace Preau.Accounts;

/// <summary>What the account menu posts to; the language also before signing in.</summary>
public static class AccountEndpoints
{
    public static IEndpointRouteBuilder MapAccounts(this IEndpointRouteBuilder app)
    {
        app.MapPost("/sign-out", SignOut).Needs(Permission.Enter);
        app.MapPost("/language", ChangeLanguage).OnPanel().WithMetadata(new AllowAnonymousAttribute());
        return app;
    }

    private static async Task<IResult> SignOut(HttpContext http, Sessions sessions, CurrentAccount me, CancellationToken ct)
    {
        await sessions.End(http, me.SessionId ?? 0, ct);
        return Results.LocalRedirect("~/sign-in");
    }

    private static async Task<IResult> ChangeLanguage([FromForm] string language, [FromForm] string? to, HttpContext http, CurrentAccount me, Database db, TimeProvider clock, CancellationToken ct)
    {
        if (!Shared.Words.Languages.Contains(language, StringComparer.Ordinal)) return Results.BadRequest();
        LanguageCookie.Keep(http, language, isSignedIn: me.Id is not null, clock.GetUtcNow());
        if (me.Id is { } id)
        {
            await db.Accounts.Where(a => a.Id == id).ExecuteUpdateAsync(s => s.SetProperty(a => a.Language, language), ct);
            db.Trail.Note("account.language_chosen", 1, subjectId: id);
            await db.SaveChangesAsync(ct);
        }

        return Results.LocalRedirect(to is { Length: > 0 } && to[0] == '/' && !to.StartsWith("//", StringComparison.Ordinal) && !to.StartsWith("/\\", StringComparison.Ordinal) ? to : "~/");
    }
}
