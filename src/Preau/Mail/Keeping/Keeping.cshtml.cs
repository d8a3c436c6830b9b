using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Keeping;

public sealed class KeepingForm
{
    [Required, Range(KeepingSettings.Least, KeepingSettings.Most), Display(Name = "Months for which it is kept who got a message")]
    public int? Months { get; set; }
}

[Needs(Permission.ManageSettings)]
public sealed class KeepingPage(Database db, NationSettings settings, Words words) : PageModel
{
    [BindProperty]
    public KeepingForm Form { get; set; } = new();

    public async Task OnGet(CancellationToken ct) => Form.Months = (await settings.Get<KeepingSettings>(ct)).Months;

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!ModelState.IsValid) return this.Again();
        await settings.Set(new KeepingSettings { Months = Form.Months!.Value }, ct);
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return RedirectToPage();
    }
}
