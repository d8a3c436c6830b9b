using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Accounts.Staff;

public sealed class InvitationForm
{
    [Required, StringLength(120), Display(Name = "Name")]
    public string Name { get; set; } = "";

    [Required, MailAddress, StringLength(254), Display(Name = "Mail address")]
    public string Email { get; set; } = "";

    [Display(Name = "Role")]
    public Role Role { get; set; } = Role.Staff;

    /// <summary>Of a new account and the mail to it; the campaign's where nobody chose.</summary>
    [RegularExpression("^(fr|en)$"), Display(Name = "Language")]
    public string? Language { get; set; }
}

public sealed record StaffRow(long AccountId, string Name, string Email, Role Role, bool IsActive);

[Needs(Permission.ManageStaff)]
public sealed class StaffPage(Database db, InviteAccount invite, CurrentNation nation, Words words) : PageModel
{
    [BindProperty]
    public InvitationForm Form { get; set; } = new();

    [TempData]
    public string? Link { get; set; }

    [TempData]
    public string? LinkFor { get; set; }

    public IReadOnlyList<StaffRow> Rows { get; private set; } = [];

    public IEnumerable<SelectListItem> RoleChoices => Enum.GetValues<Role>().Select(r => new SelectListItem(words[r.Label()], r.ToString()));

    public IEnumerable<SelectListItem> RolesFor(StaffRow row) => Enum.GetValues<Role>().Select(r => new SelectListItem(words[r.Label()], r.ToString(), r == row.Role));

    public Task OnGet(CancellationToken ct)
    {
        Form.Language = nation.Facts.Language;
        return Load(ct);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (ModelState.IsValid)
        {
            switch (await invite.Run(Form.Name, Form.Email, Form.Role, Form.Language ?? nation.Facts.Language, ct))
            {
                case Invitation.Made made:
                    (Link, LinkFor) = (made.Link, Form.Name);
                    return RedirectToPage();
                case Invitation.Offered offered:
                    (Link, LinkFor) = (offered.Link, Form.Name);
                    this.Say(words["{0} has an account already: they come in with its password, by this link.", Form.Name]);
                    return RedirectToPage();
                case Invitation.AlreadyHere:
                    ModelState.AddModelError("Form.Email", words["Somebody with this address already works here."]);
                    break;
            }
        }

        await Load(ct);
        return this.Again();
    }

    private async Task Load(CancellationToken ct) => Rows = await (
        from membership in db.MembershipsAndOffers
        join account in db.Accounts on membership.AccountId equals account.Id
        orderby account.Name, account.Id
        select new StaffRow(account.Id, account.Name, account.Email, membership.Role, account.PasswordHash != null && !membership.IsPending)).ToListAsync(ct);
}
