using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Seeds;

public sealed class SeedForm
{
    [StringLength(6000), Display(Name = "Addresses")]
    public string? Addresses { get; set; }

    /// <summary>Each once; the lines that are no addresses, or too many, are named.</summary>
    public List<string> Read(ModelStateDictionary problems, Words words)
    {
        var seeds = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in (Addresses ?? "").Split([',', ';', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (EmailAddress.TryParse(line, out var address)) seeds.TryAdd(address.Key, address.Address);
            else problems.AddModelError("Form.Addresses", words["“{0}” is not a mail address.", line]);
        }

        if (seeds.Count > SeedSettings.Most) problems.AddModelError("Form.Addresses", words["These are {0} addresses: {1} at most.", seeds.Count, SeedSettings.Most]);
        return [.. seeds.Values];
    }
}

[Needs(Permission.ManageSettings)]
public sealed class SettingPage(Database db, NationSettings settings, Words words) : PageModel
{
    [BindProperty]
    public SeedForm Form { get; set; } = new();

    public async Task OnGet(CancellationToken ct) => Form.Addresses = string.Join('\n', (await settings.Get<SeedSettings>(ct)).Addresses);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var seeds = Form.Read(ModelState, words);
        if (!ModelState.IsValid) return this.Again();
        await settings.Set(new SeedSettings { Addresses = seeds }, ct);
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return RedirectToPage();
    }
}
