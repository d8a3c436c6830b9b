using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Texting;

public sealed class TextSettingsForm
{
    [Required, EnumDataType(typeof(TextGatewayKind)), Display(Name = "Who brings the texts")]
    public TextGatewayKind Gateway { get; set; }

    [StringLength(500), Display(Name = "Address of the gateway")]
    public string? Address { get; set; }

    [StringLength(200), Display(Name = "User name")]
    public string? UserName { get; set; }

    [StringLength(200), Display(Name = "Password of the gateway")]
    public string? Password { get; set; }

    [StringLength(40), Display(Name = "Number that texts come from")]
    public string? Sender { get; set; }

    [Range(1, 1000), Display(Name = "Texts a second")]
    public int? PerSecond { get; set; }

    [StringLength(20), Display(Name = "What 100 SMS cost")]
    public string? HundredCost { get; set; }
}

[Needs(Permission.ManageSettings)]
public sealed class TextSettingsPage(Database db, NationSettings settings, Seal seal, TextGateways gateways, CurrentNation nation, Words words) : PageModel
{
    private const int ShortestCode = 3, LongestCode = 8;

    [BindProperty]
    public TextSettingsForm Form { get; set; } = new();

    public bool HasSandbox => gateways.HasSandbox;
    public bool HasPassword { get; private set; }

    /// <summary>What the gateway is given; null while there is none that is told by hand.</summary>
    public string? Incoming { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        var kept = await settings.Get<TextSettings>(ct);
        Form = new() { Gateway = kept.Gateway, Address = kept.Address, UserName = kept.UserName, PerSecond = kept.PerSecond, HundredCost = kept.HundredCost is { } cents ? new Money(cents, nation.Facts.Currency).Plain() : null, Sender = kept.Sender is { } sender && sender.StartsWith('+') ? PhoneNumber.Display(sender, nation.Facts.Country) : kept.Sender };
        await Load(kept, ct);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var kept = await settings.Get<TextSettings>(ct);
        var (address, user) = (Form.Address?.Trim(), Form.UserName?.Trim());
        // A password is for the gateway it was given for: who may change settings must not send it to a server of their own.
        if (kept.Address != address) kept.SealedPassword = null;
        if (Form.Gateway == TextGatewayKind.Sandbox && !HasSandbox) ModelState.AddModelError("Form.Gateway", words["There is no sandbox on this machine."]);
        if (Form.Gateway == TextGatewayKind.Http) CheckGateway(address, user, kept);
        if (!string.IsNullOrWhiteSpace(Form.HundredCost) && (!Money.TryParse(Form.HundredCost, nation.Facts.Currency, out var price) || price.Cents < 0)) ModelState.AddModelError("Form.HundredCost", words["Write an amount, such as 4.90."]);
        if (!ModelState.IsValid)
        {
            await Load(kept, ct);
            return this.Again();
        }

        (kept.Gateway, kept.Address, kept.UserName, kept.Sender) = (Form.Gateway, address, user, SenderOf(Form.Sender));
        kept.PerSecond = Form.PerSecond ?? new TextSettings().PerSecond;
        kept.HundredCost = Money.TryParse(Form.HundredCost, nation.Facts.Currency, out var cost) ? cost.Cents : null;
        if (!string.IsNullOrEmpty(Form.Password)) kept.SealedPassword = seal.Close(Form.Password, TextGateways.PasswordUse);
        if (kept.Gateway != TextGatewayKind.None && kept.SealedSecret is null) gateways.MakeSecret(kept);
        await settings.Set(kept, ct);
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return RedirectToPage();
    }

    private void CheckGateway(string? address, string? user, TextSettings kept)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.Query.Length > 0 || uri.UserInfo.Length > 0) ModelState.AddModelError("Form.Address", words["Write the whole address without what stands behind a «?», such as https://gateway.example/cgi-bin/sendsms."]);
        else if (uri.Scheme == "http" && !Loopback.Is(uri.Host)) ModelState.AddModelError("Form.Address", words["Without encryption, texts and the password could be read on their way: the address begins with https. Only a gateway on this machine does without."]);
        if (string.IsNullOrEmpty(user)) ModelState.AddModelError("Form.UserName", words["Write the user name that the gateway gave you."]);
        if (string.IsNullOrEmpty(Form.Password) && kept.SealedPassword is null) ModelState.AddModelError("Form.Password", words["Write the password that the gateway gave you."]);
        if (SenderOf(Form.Sender) is null) ModelState.AddModelError("Form.Sender", words["Write a telephone number or a short number that can be answered."]);
    }

    private string? SenderOf(string? typed)
    {
        var given = (typed ?? "").Trim();
        if (given.Length is >= ShortestCode and <= LongestCode && given.All(char.IsAsciiDigit)) return given;
        return PhoneNumber.TryParse(given, nation.Facts.Country, out var phone) ? phone.Number : null;
    }

    private async Task Load(TextSettings kept, CancellationToken ct)
    {
        HasPassword = kept.SealedPassword is not null;
        Incoming = kept.Gateway == TextGatewayKind.Http ? await gateways.IncomingAddress(kept, ct) : null;
    }
}
