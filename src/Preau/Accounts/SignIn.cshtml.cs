using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
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

/// <summary>Says the same for an unknown address, a wrong password, an account that rests and one without a role here, so that nobody learns who works for the campaign.</summary>
[AllowAnonymous]
public sealed class SignInPage(CheckPassword check, Sessions sessions, Pace pace, Words words) : PageModel
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
        if (!pace.Lets(HttpContext, RateLimits.SignIn, RateLimits.TriesAMinute))
        {
            ModelState.AddModelError("", words["Too many tries came from your network within a minute. Wait a minute, then try again."]);
            return this.Again(StatusCodes.Status429TooManyRequests);
        }

        if (!ModelState.IsValid) return this.Again();
        if (await check.Run(Form.Email, Form.Password, ct) is not { } account)
        {
            ModelState.AddModelError("", words["Mail address and password do not match an account of this campaign. After eight wrong tries an account rests for a quarter of an hour."]);
            return this.Again();
        }

        await sessions.Start(account, HttpContext, ct);
        return LocalRedirect(Url.IsLocalUrl(To) ? To : "~/");
    }
}
