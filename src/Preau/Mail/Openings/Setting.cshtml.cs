using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Openings;

public sealed class OpeningForm
{
    [Display(Name = "Ask people whether their openings may be measured, and measure those of whoever says yes")]
    public bool IsOn { get; set; }
}

[Needs(Permission.ManageSettings)]
public sealed class SettingPage(Database db, NationSettings settings, Words words) : PageModel
{
    private const int CountedTo = 100_000;

    [BindProperty]
    public OpeningForm Form { get; set; } = new();

    /// <summary>How many said yes so far.</summary>
    public string Agreed { get; private set; } = "";

    public async Task OnGet(CancellationToken ct)
    {
        Form.IsOn = (await settings.Get<OpeningSettings>(ct)).IsOn;
        await Count(ct);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!ModelState.IsValid)
        {
            await Count(ct);
            return this.Again();
        }

        await settings.Set(new OpeningSettings { IsOn = Form.IsOn }, ct);
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return RedirectToPage();
    }

    private async Task Count(CancellationToken ct)
    {
        var agreed = await db.ConsentStates.Where(s => s.Purpose == Purpose.Measure && s.IsGiven).Take(CountedTo).CountAsync(ct);
        Agreed = agreed == CountedTo ? words["More than {0} people agreed so far.", CountedTo.ToString("N0", System.Globalization.CultureInfo.CurrentCulture)] : words.Count(agreed, "{0} person agreed so far.", "{0} people agreed so far.");
    }
}
