using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Settings;

public sealed class LegalForm
{
    [StringLength(200), Display(Name = "Responsible for the data")]
    public string? Controller { get; set; }

    [StringLength(400), Display(Name = "Postal address of the responsible")]
    public string? ControllerAddress { get; set; }

    [EmailAddress, StringLength(254), Display(Name = "Contact")]
    public string? ContactEmail { get; set; }

    [StringLength(200), Display(Name = "Publisher")]
    public string? Publisher { get; set; }

    [StringLength(200), Display(Name = "Host of the site")]
    public string? HostName { get; set; }

    [StringLength(400), Display(Name = "Address of the host")]
    public string? HostAddress { get; set; }

    /// <summary>By language of the site.</summary>
    public Dictionary<string, LegalTextForm> Texts { get; set; } = new(StringComparer.Ordinal);
}

public sealed class LegalTextForm
{
    [StringLength(20_000), Display(Name = "Legal notice")]
    public string? Notice { get; set; }

    [StringLength(40_000), Display(Name = "Privacy text")]
    public string? Privacy { get; set; }
}

[Needs(Permission.ManageSettings)]
public sealed class LegalPage(Database db, CurrentNation nation, NationSettings settings, Words words) : PageModel
{
    [BindProperty]
    public LegalForm Form { get; set; } = new();

    /// <summary>Those of the site.</summary>
    public IReadOnlyList<string> Languages { get; private set; } = [];

    public bool HasTexts => Form.Texts.Values.Any(t => !string.IsNullOrWhiteSpace(t.Notice) || !string.IsNullOrWhiteSpace(t.Privacy));

    public async Task OnGet(CancellationToken ct)
    {
        var l = await settings.Get<LegalSettings>(ct);
        Form = new LegalForm
        {
            Controller = l.Controller, ControllerAddress = l.ControllerAddress, ContactEmail = l.ContactEmail, Publisher = l.Publisher,
            HostName = l.HostName, HostAddress = l.HostAddress,
            Texts = l.Texts.ToDictionary(t => t.Key, t => new LegalTextForm { Notice = t.Value.Notice, Privacy = t.Value.Privacy }, StringComparer.Ordinal),
        };
        await Load(ct);
    }

    public async Task<IActionResult> OnPost(bool generate, CancellationToken ct)
    {
        await Load(ct);
        if (!ModelState.IsValid) return this.Again();
        var legal = await settings.Get<LegalSettings>(ct);
        (legal.Controller, legal.ControllerAddress, legal.ContactEmail) = (Form.Controller?.Trim(), Form.ControllerAddress?.Trim(), Form.ContactEmail?.Trim());
        (legal.Publisher, legal.HostName, legal.HostAddress) = (Form.Publisher?.Trim(), Form.HostName?.Trim(), Form.HostAddress?.Trim());
        foreach (var language in Languages) legal.Texts[language] = generate ? LegalTexts.Write(legal, nation.Facts.Name, words.In(language)) : new LegalText(Form.Texts[language].Notice, Form.Texts[language].Privacy);
        await settings.Set(legal, ct);
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return RedirectToPage();
    }

    private async Task Load(CancellationToken ct)
    {
        Languages = (await settings.Get<IdentitySettings>(ct)).Languages;
        foreach (var language in Languages) Form.Texts.TryAdd(language, new LegalTextForm());
    }
}
