using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
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

    [StringLength(40), Display(Name = "Account SID")]
    public string? AccountSid { get; set; }

    [StringLength(200), Display(Name = "Auth token")]
    public string? Token { get; set; }

    [StringLength(40), Display(Name = "Messaging service SID")]
    public string? ServiceSid { get; set; }

    [StringLength(500), Display(Name = "Address of Twilio’s interface")]
    public string? TwilioAddress { get; set; }

    [StringLength(40), Display(Name = "Number that texts come from")]
    public string? Sender { get; set; }

    [StringLength(1000), Display(Name = "More numbers")]
    public string? MoreSenders { get; set; }

    [Range(1, 1000), Display(Name = "Texts a second")]
    public int? PerSecond { get; set; }

    [StringLength(20), Display(Name = "What 100 SMS cost")]
    public string? HundredCost { get; set; }

    [StringLength(2000), Display(Name = "Where they cost something else")]
    public string? MorePrices { get; set; }
}

[Needs(Permission.ManageSettings)]
public sealed partial class TextSettingsPage(Database db, NationSettings settings, Seal seal, TextGateways gateways, CurrentNation nation, Words words) : PageModel
{
    private const int MostSenders = 20;

    [BindProperty]
    public TextSettingsForm Form { get; set; } = new();

    public bool HasSandbox => gateways.HasSandbox;
    public bool HasPassword { get; private set; }
    public bool HasToken { get; private set; }

    /// <summary>What the gateway is given; null while there is none that is told by hand.</summary>
    public string? Incoming { get; private set; }

    /// <summary>What is given is given to Twilio.</summary>
    public bool IsTwilio { get; private set; }
    public bool CanTest { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        var kept = await settings.Get<TextSettings>(ct);
        Form = new()
        {
            Gateway = kept.Gateway, Address = kept.Address, UserName = kept.UserName, AccountSid = kept.AccountSid, ServiceSid = kept.ServiceSid, TwilioAddress = kept.TwilioAddress, PerSecond = kept.PerSecond,
            HundredCost = kept.HundredCost is { } cents ? new Money(cents, nation.Facts.Currency).Plain() : null, Sender = Shown(kept.Sender), MorePrices = TextPrices.Written(kept.MorePrices, nation.Facts.Currency),
            MoreSenders = string.Join('\n', kept.MoreSenders.Select(s => s.Beginnings.Count == 0 ? Shown(s.Number) : $"{Shown(s.Number)}: {string.Join(' ', s.Beginnings)}")),
        };
        await Load(kept, ct);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var kept = await settings.Get<TextSettings>(ct);
        var (address, user, account, service, twilio) = (Given(Form.Address), Given(Form.UserName), Given(Form.AccountSid), Given(Form.ServiceSid), Given(Form.TwilioAddress));
        // A password is for the gateway it was given for: who may change settings must not send it to a server of their own.
        if (kept.Address != address) kept.SealedPassword = null;
        if (kept.TwilioAddress != twilio || kept.AccountSid != account) kept.SealedToken = null;
        var more = MoreSenders();
        if (Form.Gateway == TextGatewayKind.Sandbox && !HasSandbox) ModelState.AddModelError("Form.Gateway", words["There is no sandbox on this machine."]);
        if (Form.Gateway == TextGatewayKind.Http) CheckGateway(address, user, kept);
        if (Form.Gateway == TextGatewayKind.Twilio) CheckTwilio(twilio, account, service, kept);
        if (!string.IsNullOrWhiteSpace(Form.HundredCost) && TextPrices.Price(Form.HundredCost, nation.Facts.Currency) is null) ModelState.AddModelError("Form.HundredCost", words["Write an amount, such as 4.90."]);
        var prices = TextPrices.Read(Form.MorePrices, nation.Facts.Currency);
        if (prices is null) ModelState.AddModelError("Form.MorePrices", words["Write one country a line, such as “+49: 9.80”, each once and {0} at most.", TextPrices.Most]);
        else if (prices.Count > 0 && string.IsNullOrWhiteSpace(Form.HundredCost)) ModelState.AddModelError("Form.HundredCost", words["Say what they cost everywhere else, too."]);
        if (!ModelState.IsValid || prices is null)
        {
            await Load(kept, ct);
            return this.Again();
        }

        (kept.Gateway, kept.Address, kept.UserName, kept.AccountSid, kept.ServiceSid, kept.TwilioAddress) = (Form.Gateway, address, user, account, service, twilio);
        (kept.Sender, kept.MoreSenders) = (SenderOf(Form.Sender), more);
        kept.PerSecond = Form.PerSecond ?? new TextSettings().PerSecond;
        kept.MorePrices = prices;
        kept.HundredCost = TextPrices.Price(Form.HundredCost, nation.Facts.Currency);
        if (!string.IsNullOrEmpty(Form.Password)) kept.SealedPassword = seal.Close(Form.Password, TextGateways.PasswordUse);
        if (!string.IsNullOrEmpty(Form.Token)) kept.SealedToken = seal.Close(Form.Token.Trim(), TextGateways.TokenUse);
        if (kept.Gateway != TextGatewayKind.None && (kept.Gateway == TextGatewayKind.Twilio ? kept.SealedTwilioSecret : kept.SealedSecret) is null) gateways.MakeSecret(kept);
        await settings.Set(kept, ct);
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return RedirectToPage();
    }

    private static string? Given(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();

    private string? Shown(string? sender) => sender is null ? null : TextSenders.Shown(sender, nation.Facts.Country);

    private void CheckGateway(string? address, string? user, TextSettings kept)
    {
        CheckAddress("Form.Address", address, words["Write the whole address without what stands behind a «?», such as https://gateway.example/cgi-bin/sendsms."]);
        if (string.IsNullOrEmpty(user)) ModelState.AddModelError("Form.UserName", words["Write the user name that the gateway gave you."]);
        if (string.IsNullOrEmpty(Form.Password) && kept.SealedPassword is null) ModelState.AddModelError("Form.Password", words["Write the password that the gateway gave you."]);
        if (SenderOf(Form.Sender) is null) ModelState.AddModelError("Form.Sender", words["Write a telephone number or a short number that can be answered."]);
    }

    private void CheckTwilio(string? address, string? account, string? service, TextSettings kept)
    {
        // Theirs, in whatever region: nothing else on the net is asked in their name.
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && !uri.Host.EndsWith(".twilio.com", StringComparison.OrdinalIgnoreCase) && !(gateways.HasSandbox && Loopback.Is(uri.Host))) ModelState.AddModelError("Form.TwilioAddress", words["Write the address as Twilio gives it for your region, such as {0}.", TwilioGateway.Standard]);
        else if (address is not null) CheckAddress("Form.TwilioAddress", address, words["Write the address as Twilio gives it for your region, such as {0}.", TwilioGateway.Standard]);
        if (!AccountName().IsMatch(account ?? "")) ModelState.AddModelError("Form.AccountSid", words["Write AC and the 32 signs behind it, as Twilio’s console shows them."]);
        if (string.IsNullOrEmpty(Form.Token) && kept.SealedToken is null) ModelState.AddModelError("Form.Token", words["Write the auth token of this account."]);
        if (service is not null && !ServiceName().IsMatch(service)) ModelState.AddModelError("Form.ServiceSid", words["Write MG and the 32 signs behind it, as Twilio’s console shows them."]);
        if (SenderOf(Form.Sender) is null && (service is null || !string.IsNullOrWhiteSpace(Form.Sender))) ModelState.AddModelError("Form.Sender", words["Write a telephone number or a short number that can be answered."]);
    }

    private void CheckAddress(string field, string? address, string mistake)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0) ModelState.AddModelError(field, mistake);
        else if (uri.Scheme == "http" && !Loopback.Is(uri.Host)) ModelState.AddModelError(field, words["Without encryption, texts and the password could be read on their way: the address begins with https. Only a gateway on this machine does without."]);
    }

    private List<TextSender> MoreSenders()
    {
        var senders = new List<TextSender>();
        foreach (var line in (Form.MoreSenders ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = line.Split(':', 2);
            var beginnings = parts.Length == 1 ? [] : parts[1].Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
            if (SenderOf(parts[0]) is { } number && Array.TrueForAll(beginnings, TextPrices.IsBeginning) && senders.Count < MostSenders) senders.Add(new(number, beginnings));
            else ModelState.AddModelError("Form.MoreSenders", words["“{0}” is not a number, with how others begin behind it: “+1 202 555 0123: +1”.", line]);
        }

        return senders;
    }

    private string? SenderOf(string? typed)
    {
        var given = (typed ?? "").Trim();
        if (ShortNumber().IsMatch(given)) return given;
        return PhoneNumber.TryParse(given, nation.Facts.Country, out var phone) ? phone.Number : null;
    }

    private async Task Load(TextSettings kept, CancellationToken ct)
    {
        (HasPassword, HasToken, IsTwilio) = (kept.SealedPassword is not null, kept.SealedToken is not null, kept.Gateway == TextGatewayKind.Twilio);
        Incoming = kept.Gateway is TextGatewayKind.Http or TextGatewayKind.Twilio ? await gateways.IncomingAddress(kept, ct) : null;
        CanTest = await gateways.Current(ct) is not null;
    }

    [GeneratedRegex("^AC[0-9a-fA-F]{32}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 500)]
    private static partial Regex AccountName();

    [GeneratedRegex("^MG[0-9a-fA-F]{32}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 500)]
    private static partial Regex ServiceName();

    [GeneratedRegex("^[0-9]{3,8}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 500)]
    private static partial Regex ShortNumber();
}
