using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Preau.Accounts;

/// <summary>What the account menu posts to.</summary>
public static class AccountEndpoints
{
    public static IEndpointRouteBuilder MapAccounts(this IEndpointRouteBuilder app)
    {
        app.MapPost("/sign-out", SignOut).Needs(Permission.Enter);
        app.MapPost("/language", ChangeLanguage).Needs(Permission.Enter);
        return app;
    }

    private static async Task<IResult> SignOut(HttpContext http, Sessions sessions, CurrentAccount me, CancellationToken ct)
    {
        await sessions.End(http, me.SessionId ?? 0, ct);
        return Results.LocalRedirect("~/sign-in");
    }

    private static async Task<IResult> ChangeLanguage([FromForm] string language, [FromForm] string? to, CurrentAccount me, Database db, CancellationToken ct)
    {
        if (!Shared.Words.Languages.Contains(language, StringComparer.Ordinal)) return Results.BadRequest();
        await db.Accounts.Where(a => a.Id == me.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.Language, language), ct);
        return Results.LocalRedirect(to is { Length: > 0 } && to[0] == '/' && !to.StartsWith("//", StringComparison.Ordinal) && !to.StartsWith("/\\", StringComparison.Ordinal) ? to : "~/");
    }
}
