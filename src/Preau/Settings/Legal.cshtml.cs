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

    [MailAddress, StringLength(254), Display(Name = "Contact")]
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

    /// <summary>What stands between the campaign and a published site, as sentences to translate.</summary>
    public IReadOnlyList<string> Missing { get; private set; } = [];

    /// <summary>The labels of the fields that were changed after the texts, to translate.</summary>
    public IReadOnlyList<string> ChangedSince { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        var l = await Load(ct);
        Form = new LegalForm
        {
            Controller = l.Controller, ControllerAddress = l.ControllerAddress, ContactEmail = l.ContactEmail, Publisher = l.Publisher,
            HostName = l.HostName, HostAddress = l.HostAddress,
            Texts = l.Texts.ToDictionary(t => t.Key, t => new LegalTextForm { Notice = t.Value.Notice, Privacy = t.Value.Privacy }, StringComparer.Ordinal),
        };
        AddTexts();
    }

    /// <param name="generate">Write the texts from the fields, in place of those that stand there.</param>
    /// <param name="confirm">The texts are right, although fields were changed after them.</param>
    /// <param name="ct">When the browser goes away.</param>
    public async Task<IActionResult> OnPost(bool generate, bool confirm, CancellationToken ct)
    {
        var legal = await Load(ct);
        AddTexts();
        var before = legal.Fields();
        Fill(legal);
        // A text that names nobody would look done.
        if (generate) foreach (var (field, sentence) in legal.MissingFields()) ModelState.TryAddModelError($"Form.{field}", words[sentence]);
        if (!ModelState.IsValid) return this.Again();
        var isAnew = false;
        foreach (var language in Languages)
        {
            var (stored, own) = (legal.Texts.GetValueOrDefault(language), words.In(language));
            var anew = LegalTexts.Write(legal, nation.Facts.Name, own);
            var kept = Kept(stored, Form.Texts[language], before, legal.Fields(), confirm);
            if (!generate && stored is not null && !legal.MissingFields().Any())
            {
                // A text that nobody has changed by hand follows the fields; what somebody wrote is theirs, and is never replaced unless they ask.
                var then = Written(before, own);
                if (before != legal.Fields() && IsSame(kept.Notice, then.Notice)) kept = kept with { Notice = anew.Notice, NoticeFrom = anew.NoticeFrom };
                if (before.InPrivacy() != legal.Fields().InPrivacy() && IsSame(kept.Privacy, then.Privacy)) kept = kept with { Privacy = anew.Privacy, PrivacyFrom = anew.PrivacyFrom };
                isAnew |= !IsSame(kept.Notice, Form.Texts[language].Notice) || !IsSame(kept.Privacy, Form.Texts[language].Privacy);
            }

            legal.Texts[language] = generate ? anew : kept;
        }

        await settings.Set(legal, ct);
        await db.SaveChangesAsync(ct);
        this.Say(isAnew ? words["Saved. Texts that nobody had changed by hand were written anew from the fields."] : words["Saved."]);
        return RedirectToPage();
    }

    private void Fill(LegalSettings legal)
    {
        (legal.Controller, legal.ControllerAddress, legal.ContactEmail) = (Plain(Form.Controller), Plain(Form.ControllerAddress), Plain(Form.ContactEmail));
        (legal.Publisher, legal.HostName, legal.HostAddress) = (Plain(Form.Publisher), Plain(Form.HostName), Plain(Form.HostAddress));
    }

    private LegalText Written(LegalFields fields, Words own) => LegalTexts.Write(
        new LegalSettings { Controller = fields.Controller, ControllerAddress = fields.ControllerAddress, ContactEmail = fields.ContactEmail, Publisher = fields.Publisher, HostName = fields.HostName, HostAddress = fields.HostAddress },
        nation.Facts.Name, own);

    /// <summary>A text that somebody changed or confirmed is of today's fields; one that was left alone stays of those that it was written from.</summary>
    private static LegalText Kept(LegalText? stored, LegalTextForm sent, LegalFields before, LegalFields now, bool isConfirmed) => new(
        sent.Notice, sent.Privacy,
        !isConfirmed && IsSame(stored?.Notice, sent.Notice) ? stored?.NoticeFrom ?? before : now,
        !isConfirmed && IsSame(stored?.Privacy, sent.Privacy) ? stored?.PrivacyFrom ?? before.InPrivacy() : now.InPrivacy());

    // Browsers send lines that end otherwise than those that are written here.
    private static string? Plain(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().ReplaceLineEndings("\n");

    private static bool IsSame(string? one, string? other) => Plain(one) == Plain(other);

    private async Task<LegalSettings> Load(CancellationToken ct)
    {
        Languages = (await IdentitySettings.Of(settings, nation.Facts, ct)).Languages;
        var legal = await settings.Get<LegalSettings>(ct);
        var (notice, privacy) = legal.Outdated(Languages);
        (Missing, ChangedSince) = ([.. legal.Missing(Languages)], [.. notice.Union(privacy, StringComparer.Ordinal)]);
        return legal;
    }

    private void AddTexts()
    {
        foreach (var language in Languages) Form.Texts.TryAdd(language, new LegalTextForm());
    }
}
