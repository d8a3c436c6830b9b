using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Approval;

public sealed class ApprovalForm
{
    [Display(Name = "A second person approves what goes to many")]
    public bool IsOn { get; set; }

    [Range(0, 100_000_000), Display(Name = "To more than how many people")]
    public long? Above { get; set; } = 1000;
}

[Needs(Permission.ManageSettings)]
public sealed class SettingPage(Database db, NationSettings settings, Words words) : PageModel
{
    [BindProperty]
    public ApprovalForm Form { get; set; } = new();

    public long Approvers { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        var above = (await settings.Get<ApprovalSettings>(ct)).Above;
        Form = new ApprovalForm { IsOn = above is not null, Above = above ?? 1000 };
        Approvers = await Count(ct);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        Approvers = await Count(ct);
        if (Form.IsOn && Form.Above is null) ModelState.AddModelError("Form.Above", words["Say to more than how many people."]);
        if (Form.IsOn && Approvers < 2) ModelState.AddModelError("", words["Nobody could approve what you ask for: invite a second owner or staff member first."]);
        if (!ModelState.IsValid) return this.Again();
        await settings.Set(new ApprovalSettings { Above = Form.IsOn ? Form.Above : null }, ct);
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return RedirectToPage();
    }

    private Task<long> Count(CancellationToken ct) => db.Memberships.LongCountAsync(m => Approvals.Approvers.Contains(m.Role), ct);
}
