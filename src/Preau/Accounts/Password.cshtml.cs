using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Preau.Panel;

namespace Preau.Accounts;

public sealed class ForgottenForm
{
    [Required, StringLength(254), Display(Name = "Mail address")]
    public string Email { get; set; } = "";
}

/// <summary>Mails a link to choose a new password. The answer is the same whether or not the address has an account.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class PasswordPage(AskPasswordLink ask) : PageModel
{
    [BindProperty]
    public ForgottenForm Form { get; set; } = new();

    public bool IsSent { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!ModelState.IsValid) return this.Again();
        await ask.Run(Form.Email, ct);
        IsSent = true;
        return Page();
    }
}
