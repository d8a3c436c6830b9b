using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Preau.Accounts;

/// <summary>Signing in to a browser and out of it. The cookie names a session row, so that a session can be seen and ended from elsewhere.</summary>
public sealed class Sessions(Database db, CurrentNation nation, Actor actor, TimeProvider clock)
{
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
    private const string SecretClaim = "session";
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);
    private static readonly TimeSpan SeenStep = TimeSpan.FromMinutes(5);

    public async Task Start(Account account, HttpContext http, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var secret = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        var agent = http.Request.Headers.UserAgent.ToString();
        db.Add(new Session
        {
            AccountId = account.Id, SecretHash = Hash(secret), CreatedAt = now, SeenAt = now, ExpiresAt = now + Lifetime,
            UserAgent = agent[..Math.Min(agent.Length, 200)], IpAddress = http.Connection.RemoteIpAddress?.ToString() ?? "",
        });
        actor.ProvedToBe(account.Id);
        db.Trail.Note("account.signed_in", 1, subjectId: account.Id);
        if (LanguageCookie.Waiting(http) is { } language)
        {
            account.Language = language;
            db.Trail.Note("account.language_chosen", 1, subjectId: account.Id);
            LanguageCookie.Keep(http, language, isSignedIn: true, now);
        }

        await db.SaveChangesAsync(ct);
        var identity = new ClaimsIdentity([new Claim(SecretClaim, secret)], Scheme);
        await http.SignInAsync(Scheme, new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = true, ExpiresUtc = now + Lifetime });
    }

    public async Task End(HttpContext http, long sessionId, CancellationToken ct)
    {
        if (await db.Sessions.Where(s => s.Id == sessionId).ExecuteDeleteAsync(ct) > 0)
        {
            db.Trail.Note("account.signed_out", 1);
            await db.SaveChangesAsync(ct);
        }

        await http.SignOutAsync(Scheme);
    }

    /// <summary>The live session of a request with its role in this nation, or null.</summary>
    internal async Task<SessionFacts?> Find(ClaimsPrincipal user, CancellationToken ct)
    {
        if (!nation.IsEntered || user.FindFirst(SecretClaim)?.Value is not { } secret) return null;
        var hash = Hash(secret);
        var now = clock.GetUtcNow();
        var found = await (
            from session in db.Sessions
            where session.SecretHash == hash && session.ExpiresAt > now
            join account in db.Accounts on session.AccountId equals account.Id
            join membership in db.Memberships on account.Id equals membership.AccountId
            select new { Facts = new SessionFacts(session.Id, account.Id, account.Name, account.Email, account.Language, membership.Role), session.SeenAt }).SingleOrDefaultAsync(ct);
        if (found is null) return null;
        if (now - found.SeenAt > SeenStep) await db.Sessions.Where(s => s.Id == found.Facts.SessionId).ExecuteUpdateAsync(s => s.SetProperty(x => x.SeenAt, now), ct);
        return found.Facts;
    }

    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret)));
}
