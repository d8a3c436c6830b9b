using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Mail.Returns;

/// <summary>Where mails come back to, and how far that was read.</summary>
[Needs(Permission.ManageSettings)]
public sealed class MailboxPage(Database db, NationSettings settings, NationDirectory directory, MailLinks links, CurrentNation nation, Seal seal, Providers providers, Words words) : PageModel
{
    [BindProperty]
    public MailboxForm Form { get; set; } = new();

    public bool HasPassword { get; private set; }
    public bool IsSet { get; private set; }
    public ReturnMailbox? Mailbox { get; private set; }
    public string? Source { get; private set; }
    public ProviderRegion Region { get; private set; }
    public bool HasKey { get; private set; }
    public string? ProviderTrouble { get; private set; }
    public bool HasSandbox => providers.Sandbox is not null;

    /// <summary>What the provider is given; null while there is none.</summary>
    public string? CallAddress { get; private set; }

    public MailboxFields Fields => new(Form, HasPassword, words);

    public async Task OnGet(CancellationToken ct)
    {
        if ((await Load(ct)).Returns is { } kept) Form.Fill(kept);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var mail = await Load(ct);
        if (!ModelState.IsValid) return this.Again();
        mail.Returns = Form.Settings(mail.Returns, seal);
        await settings.Set(mail, ct);
        // What comes back is known by its secret, also where no mail to many has left yet.
        await links.Prepare(ct);
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return RedirectToPage();
    }

    private async Task<MailSettings> Load(CancellationToken ct)
    {
        var mail = await settings.Get<MailSettings>(ct);
        (HasPassword, IsSet) = (mail.Returns?.SealedPassword is not null, mail.Returns is not null);
        (Source, Region, HasKey) = (mail.ReturnSource, mail.ProviderRegion, mail.SealedProviderKey is not null);
        if (HasKey) ProviderTrouble = await providers.Trouble(ct);
        if (Source is not null) CallAddress = $"{await directory.AddressOf(nation.Facts, Surface.Site, ct)}/gateways/mail/{Source}/returns";
        if (mail.Returns?.Name is { } name) Mailbox = await db.ReturnMailboxes.AsNoTracking().SingleOrDefaultAsync(m => m.Name == name, ct);
        return mail;
    }
}
