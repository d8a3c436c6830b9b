using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Accounts;

/// <summary>Where somebody who has an account takes a role in one more nation. Links to a new password that another nation gave out before end here.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class JoinPage(Database db, JoinLink links, CheckPassword check, Actor actor, Sessions sessions, CurrentNation nation, Words words) : PageModel
{
    [BindProperty, Required, StringLength(200), Display(Name = "Password")]
    public string Password { get; set; } = "";

    public string? Email { get; private set; }
    public string Role { get; private set; } = "";
    public string NationName => nation.Facts.Name;

    public Task OnGet(string token, CancellationToken ct) => Load(token, ct);

    public async Task<IActionResult> OnPost(string token, CancellationToken ct)
    {
        if (await Load(token, ct) is not { } membership || !ModelState.IsValid) return this.Again();
        if (await check.Run(Email!, Password, ct, isJoining: true) is not { } account)
        {
            ModelState.AddModelError(nameof(Password), words["That is not the password of this account. After eight wrong tries an account rests for a quarter of an hour."]);
            return this.Again();
        }

        membership.IsPending = false;
        (account.IsShared, account.SecurityStamp) = (true, Guid.NewGuid().ToString("n"));
        actor.ProvedToBe(account.Id);
        db.Trail.Note("account.joined", 1, membership.Role.ToString(), account.Id);
        await sessions.Start(account, HttpContext, ct);
        return Redirect("~/");
    }

    private async Task<Membership?> Load(string token, CancellationToken ct)
    {
        if (await links.Find(token, ct) is not { } found) return null;
        (Email, Role) = (found.Account.Email, words[found.Membership.Role.Label()]);
        return found.Membership;
    }
}
