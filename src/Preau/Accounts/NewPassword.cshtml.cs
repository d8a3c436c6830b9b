using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Preau.Panel;

namespace Preau.Accounts;

public sealed class NewPasswordForm
{
    [Required, StringLength(200, MinimumLength = 10), Display(Name = "Password")]
    public string Password { get; set; } = "";

    [Required, Compare(nameof(Password)), Display(Name = "The same again")]
    public string Repeated { get; set; } = "";
}

/// <summary>Where an invitation or a reset link leads. Choosing a password ends every session of the account and every other link.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class NewPasswordPage(Database db, IPasswordHasher<Account> hasher, PasswordLink links, Actor actor, Sessions sessions) : PageModel
{
    [BindProperty]
    public NewPasswordForm Form { get; set; } = new();

    public Account? Account { get; private set; }

    public async Task OnGet(string token, CancellationToken ct) => Account = await links.Find(token, ct);

    public async Task<IActionResult> OnPost(string token, CancellationToken ct)
    {
        Account = await links.Find(token, ct);
        if (Account is null || !ModelState.IsValid) return this.Again();
        Account.PasswordHash = hasher.HashPassword(Account, Form.Password);
        Account.SecurityStamp = Guid.NewGuid().ToString("n");
        (Account.FailedSignIns, Account.LockedUntil) = (0, null);
        actor.ProvedToBe(Account.Id);
        db.Trail.Note("account.password_chosen", 1, subjectId: Account.Id);
        await db.Sessions.Where(s => s.AccountId == Account.Id).ExecuteDeleteAsync(ct);
        await sessions.Start(Account, HttpContext, ct);
        return Redirect("~/");
    }
}
