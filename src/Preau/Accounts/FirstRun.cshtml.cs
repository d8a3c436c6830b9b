using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Accounts;

public sealed class FirstRunForm
{
    [Required, StringLength(Nation.MaxName), Display(Name = "Name of the campaign")]
    public string Campaign { get; set; } = "";

    [Required, RegularExpression(Nation.SlugPattern, ErrorMessage = "“{0}” takes 2 to 40 small letters, digits and hyphens, without accents or blanks: a letter first, no hyphen last."), Display(Name = "Short name")]
    public string Slug { get; set; } = "";

    [Required, RegularExpression("^(fr|en)$"), Display(Name = "Language")]
    public string Language { get; set; } = "fr";

    [Required, StringLength(120), Display(Name = "Your name")]
    public string Name { get; set; } = "";

    [Required, MailAddress, StringLength(254), Display(Name = "Mail address")]
    public string Email { get; set; } = "";

    [Required, StringLength(200, MinimumLength = 10), Display(Name = "Password")]
    public string Password { get; set; } = "";
}

/// <summary>The first page of an empty installation. As soon as there is a nation it does not exist.</summary>
[AllowAnonymous]
public sealed class FirstRunPage(Database db, OpenNation open, Sessions sessions) : PageModel
{
    [BindProperty]
    public FirstRunForm Form { get; set; } = new();

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        // Whoever reads the page in English most likely opens a campaign in it.
        Form.Language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        return await db.Nations.AnyAsync(ct) ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await db.Nations.AnyAsync(ct)) return NotFound();
        if (!ModelState.IsValid) return this.Again();
        var owner = await open.Run(Form.Slug, Form.Campaign, Form.Language, new OpenNation.Owner(Form.Name, Form.Email, Form.Password), ct);
        await sessions.Start(owner, HttpContext, ct);
        // The only nation of an installation is reached under any name, its panel below /panel; on the panel's own name, the panel is everything.
        var isPanelsName = Request.Host.Host.StartsWith("panel.", StringComparison.OrdinalIgnoreCase);
        return Redirect(isPanelsName ? "/" : "/panel/");
    }
}
