using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Mail.Returns;
using Preau.Nations;
using Preau.Panel;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Mail.Inbox;

public sealed class BoxForm : MailboxForm
{
    [Range(0, 120), Display(Name = "Months that closed conversations are kept")]
    public int? Months { get; set; } = 24;

    protected override bool IsTagged => false;
}

/// <summary>Where people's answers arrive, how far that was read, and how long they are kept.</summary>
[Needs(Permission.ManageSettings)]
public sealed class BoxPage(Database db, NationSettings settings, Seal seal, Words words) : PageModel
{
    [BindProperty]
    public BoxForm Form { get; set; } = new();

    public MailboxFields Fields => new(Form, HasPassword, words);
    public bool HasPassword { get; private set; }
    public bool IsSet { get; private set; }
    public ReturnMailbox? Mailbox { get; private set; }

    /// <summary>Answers are asked to another address than that of the mailbox.</summary>
    public string? OtherAddress { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        var mail = await Load(ct);
        if (mail.Inbox is { } kept) Form.Fill(kept);
        Form.Months = mail.InboxMonths;
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var mail = await Load(ct);
        if (!ModelState.IsValid) return this.Again();
        (mail.Inbox, mail.InboxMonths) = (Form.Settings(mail.Inbox, seal), Form.Months ?? 24);
        await settings.Set(mail, ct);
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return RedirectToPage();
    }

    private async Task<MailSettings> Load(CancellationToken ct)
    {
        var mail = await settings.Get<MailSettings>(ct);
        (HasPassword, IsSet) = (mail.Inbox?.SealedPassword is not null, mail.Inbox is not null);
        if (mail.Inbox is not { } mailbox) return mail;
        if (EmailAddress.KeyOf(mail.AnswersTo) != EmailAddress.KeyOf(mailbox.Address)) OtherAddress = mail.AnswersTo;
        var place = FollowInbox.PlaceOf(mailbox);
        Mailbox = await db.ReturnMailboxes.AsNoTracking().SingleOrDefaultAsync(m => m.Name == place, ct);
        return mail;
    }
}
