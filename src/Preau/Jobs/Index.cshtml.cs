using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Jobs;

[Needs(Permission.ManageJobs)]
public sealed class IndexPage(JobStore jobs, JobBell bell, Database db, Words words) : PageModel
{
    private const int Shown = 100;

    public IReadOnlyList<JobRow> Dead { get; private set; } = [];

    public async Task OnGet(CancellationToken ct) => Dead = await jobs.Dead(db.NationId.Value, Shown, ct);

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (!await jobs.Retry(id, db.NationId.Value, ct)) return NotFound();
        db.Trail.Note("job.retried", 1, subjectId: id);
        await db.SaveChangesAsync(ct);
        bell.Ring();
        this.Say(words["It is tried again now."]);
        return RedirectToPage();
    }
}
