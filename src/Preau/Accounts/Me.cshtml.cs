using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Accounts;

public sealed class ChangePasswordForm
{
    [Required, StringLength(200), Display(Name = "Your present password")]
    public string Current { get; set; } = "";

    [Required, StringLength(200, MinimumLength = 10), Display(Name = "New password")]
    public string Password { get; set; } = "";
}

public sealed record OpenSession(long Id, string UserAgent, string IpAddress, DateTimeOffset SeenAt)
{
    private static readonly string[] Browsers = ["Firefox", "Edg", "Chrome", "Safari"];
    private static readonly string[] Systems = ["Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux"];

    public string Browser => string.Join(" · ", new[] { First(Browsers), First(Systems) }.OfType<string>().DefaultIfEmpty("?"));

    private string? First(string[] names) => names.FirstOrDefault(n => UserAgent.Contains(n, StringComparison.Ordinal));
}

[Needs(Permission.Enter)]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class MePage(Database db, CurrentAccount me, IPasswordHasher<Account> hasher, Words words) : PageModel
{
    [BindProperty]
    public ChangePasswordForm Form { get; set; } = new();

    public IReadOnlyList<OpenSession> Open { get; private set; } = [];
    public bool HasMornings { get; private set; }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var account = await db.Accounts.SingleAsync(a => a.Id == me.Id, ct);
        if (ModelState.IsValid && hasher.VerifyHashedPassword(account, account.PasswordHash ?? "", Form.Current) == PasswordVerificationResult.Failed)
        {
            ModelState.AddModelError("Form.Current", words["That is not your present password."]);
        }

        if (!ModelState.IsValid)
        {
            await Load(ct);
            return this.Again();
        }

        account.PasswordHash = hasher.HashPassword(account, Form.Password);
        account.SecurityStamp = Guid.NewGuid().ToString("n");
        db.Trail.Note("account.password_chosen", 1, subjectId: account.Id);
        await db.Sessions.Where(s => s.AccountId == account.Id && s.Id != me.SessionId).ExecuteDeleteAsync(ct);
        await db.SaveChangesAsync(ct);
        this.Say(words["Changed. Every other browser is signed out."]);
        return RedirectToPage();
    }

    private async Task Load(CancellationToken ct)
    {
        Open = await db.Sessions.Where(s => s.AccountId == me.Id).OrderByDescending(s => s.SeenAt).Select(s => new OpenSession(s.Id, s.UserAgent, s.IpAddress, s.SeenAt)).ToListAsync(ct);
        HasMornings = await db.Memberships.AnyAsync(m => m.AccountId == me.Id && m.LastMorning != null, ct);
    }
}
