using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Law;
using Preau.Law.Rules;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Donations;

public sealed class DonationSettingsForm
{
    [Display(Name = "Take gifts online")]
    public bool IsOpen { get; set; }

    [Required, Display(Name = "Who takes the cards")]
    public GatewayKind Gateway { get; set; }

    [StringLength(300), Display(Name = "Stripe secret key")]
    public string? SecretKey { get; set; }

    [StringLength(300), Display(Name = "Stripe webhook secret")]
    public string? WebhookSecret { get; set; }

    [Required, StringLength(80), Display(Name = "Amounts offered")]
    public string Amounts { get; set; } = "";

    [Required, Range(1, 1000), Display(Name = "Smallest gift")]
    public int MinimumAmount { get; set; }
}

/// <summary>Whether and how gifts are taken online, and all that still stands in the way, in words.</summary>
[Needs(Permission.ManageSettings)]
public sealed class SettingsPage(NationSettings settings, Database db, Gateways gateways, CampaignLaw law, CurrentNation nation, NationDirectory directory, GiftDoor door, Words words) : PageModel
{
    [BindProperty]
    public DonationSettingsForm Form { get; set; } = new();

    public bool HasSandbox => gateways.HasSandbox;
    public bool HasSecretKey { get; private set; }
    public bool HasWebhookSecret { get; private set; }

    /// <summary>What keeps the page closed; empty when it is open.</summary>
    public IReadOnlyList<string> Obstacles { get; private set; } = [];
    public IReadOnlyList<LegalParagraph> LegalText { get; private set; } = [];
    public string WebhookAddress { get; private set; } = "";
    public Window? Window { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        var kept = await settings.Get<DonationSettings>(ct);
        Form = new() { IsOpen = kept.IsOpen, Gateway = kept.Gateway, Amounts = string.Join(", ", kept.Amounts), MinimumAmount = kept.MinimumAmount };
        await Load(kept, ct);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var kept = await settings.Get<DonationSettings>(ct);
        var amounts = (Form.Amounts ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries).Select(a => int.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0).ToList();
        if (amounts.Count is < 1 or > 8 || amounts.Exists(a => a is < 1 or > 100_000)) ModelState.AddModelError("Form.Amounts", words["Write one to eight whole amounts, with commas between them."]);
        else if (amounts.Exists(a => a < Form.MinimumAmount)) ModelState.AddModelError("Form.Amounts", words["The smallest gift is {0}: offer nothing below it.", new Money(Form.MinimumAmount * 100L, nation.Facts.Currency).Brief()]);
        else if (law.Pack.GiftLimitCents(await law.Election(ct), law.Today) is { } limit && amounts.Exists(a => a * 100L > limit)) ModelState.AddModelError("Form.Amounts", words["The law allows {0} a person and election: offer nothing above it.", new Money(limit, nation.Facts.Currency).Brief()]);
        if (Form.Gateway == GatewayKind.Sandbox && !HasSandbox) ModelState.AddModelError("Form.Gateway", words["There is no sandbox card network on this machine."]);
        if (Form.SecretKey is { Length: > 0 } key && !key.StartsWith("sk_", StringComparison.Ordinal) && !key.StartsWith("rk_", StringComparison.Ordinal)) ModelState.AddModelError("Form.SecretKey", words["Stripe's secret keys begin with sk_ or rk_."]);
        if (Form.WebhookSecret is { Length: > 0 } secret && !secret.StartsWith("whsec_", StringComparison.Ordinal)) ModelState.AddModelError("Form.WebhookSecret", words["Stripe's webhook secrets begin with whsec_."]);
        if (!ModelState.IsValid)
        {
            await Load(kept, ct);
            return this.Again();
        }
        (kept.IsOpen, kept.Gateway, kept.Amounts, kept.MinimumAmount) = (Form.IsOpen, Form.Gateway, [.. amounts.Distinct().Order()], Form.MinimumAmount);
        if (!string.IsNullOrWhiteSpace(Form.SecretKey)) kept.SealedSecretKey = gateways.Seal(Form.SecretKey.Trim());
        if (!string.IsNullOrWhiteSpace(Form.WebhookSecret)) kept.SealedWebhookSecret = gateways.Seal(Form.WebhookSecret.Trim());
        if (kept.Gateway == GatewayKind.Sandbox) kept.SealedSandboxKey ??= gateways.NewSandboxKey();
        await settings.Set(kept, ct);
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return RedirectToPage();
    }

    private async Task Load(DonationSettings kept, CancellationToken ct)
    {
        (HasSecretKey, HasWebhookSecret) = (kept.SealedSecretKey is not null, kept.SealedWebhookSecret is not null);
        WebhookAddress = $"{await directory.AddressOf(nation.Facts, Surface.Site, ct)}/gateways/stripe/events";
        LegalText = await law.RequiredText(TextPlace.GiftPage, ct);
        Window = await law.Election(ct) is { } election ? law.Pack.CollectionWindow((await law.Campaign(ct)).CollectorFacts(), election, law.Today) : null;
        Obstacles = await door.Obstacles(ct);
    }
}
