using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Accounts;

public sealed class SignInForm
{
    [Required, StringLength(254), Display(Name = "Mail address")]
    public string Email { get; set; } = "";

    [Required, StringLength(200), Display(Name = "Password")]
    public string Password { get; set; } = "";
}

/// <summary>Says the same for an unknown address, a wrong password and an account without a role here, so that nobody learns who works for the campaign.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class SignInPage(UserManager<Account> accounts, Sessions sessions, Database db, Words words) : PageModel
{
    [BindProperty]
    public SignInForm Form { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!ModelState.IsValid) return this.Again();
        var account = await accounts.FindByEmailAsync(Form.Email);
        if (account is not null && await accounts.IsLockedOutAsync(account)) return Refuse("Too many wrong passwords. Wait a quarter of an hour, or ask for a new password.");
        var isRight = account is not null && await accounts.CheckPasswordAsync(account, Form.Password);
        if (account is not null && !isRight) await accounts.AccessFailedAsync(account);
        if (account is null || !isRight || !await db.Memberships.AnyAsync(m => m.AccountId == account.Id, ct)) return Refuse("Mail address and password do not match an account of this campaign.");
        await accounts.ResetAccessFailedCountAsync(account);
        await sessions.Start(account, HttpContext, ct);
        return LocalRedirect(Url.IsLocalUrl(To) ? To : "~/");
    }

    private PageResult Refuse(string reason)
    {
        ModelState.AddModelError("", words[reason]);
        return this.Again();
    }
}
