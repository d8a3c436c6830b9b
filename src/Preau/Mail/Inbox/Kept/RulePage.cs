using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Mail.Inbox;

/// <summary>A rule on its form, new or known.</summary>
[Needs(Permission.AnswerMail)]
public abstract class RulePage(Database db, RuleDesk desk, Team team, Words words) : PageModel
{
    [BindProperty]
    public RuleForm Form { get; set; } = new();

    public RulePreview? Preview { get; private set; }
    public IEnumerable<SelectListItem> Members { get; private set; } = [];
    public IReadOnlyList<string> Tags { get; private set; } = [];

    protected async Task<IActionResult> Show(CancellationToken ct)
    {
        await Prepare(ct);
        return Page();
    }

    protected async Task<IActionResult> Take(long? id, bool isTry, CancellationToken ct)
    {
        if (isTry)
        {
            Preview = await desk.Try(Form, ModelState, ct);
        }
        else if (await desk.Save(id, Form, ModelState, ct) is not null)
        {
            this.Say(words["Saved."]);
            return LocalRedirect("~/inbox/rules");
        }

        await Prepare(ct);
        return ModelState.IsValid ? Page() : this.Again();
    }

    private async Task Prepare(CancellationToken ct)
    {
        Members = Team.Options(await team.Members(ct));
        Tags = await db.Tags.OrderBy(t => t.NameKey).Take(200).Select(t => t.Name).ToListAsync(ct);
    }
}
