using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;

namespace Preau.Duplicates;

public sealed record MergeRow(Merge Merge, string Name, string? By, bool IsTooOld);

[Needs(Permission.EditPeople)]
public sealed class MergesPage(Database db, TimeProvider clock) : PageModel
{
    private const int PageSize = 50;

    public IReadOnlyList<MergeRow> Rows { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);

    public async Task OnGet(long? before, CancellationToken ct)
    {
        // Without what would undo them, which is long.
        var found = await db.Merges.AsNoTracking().Where(m => before == null || m.Id < before).OrderByDescending(m => m.Id).Take(PageSize + 1)
            .Select(m => new
            {
                Merge = new Merge { Id = m.Id, PersonId = m.PersonId, KeptId = m.KeptId, GoneId = m.GoneId, GoneName = m.GoneName, Undo = "", Stayed = m.Stayed, At = m.At, UndoneAt = m.UndoneAt },
                HasUndo = m.Undo != "",
                Name = db.People.Where(p => p.Id == m.PersonId).Select(p => p.FirstName + " " + p.LastName).FirstOrDefault(),
                By = db.Accounts.Where(a => a.Id == m.AccountId).Select(a => a.Name).FirstOrDefault(),
            }).ToListAsync(ct);
        var oldest = clock.GetUtcNow() - Merge.Life;
        Rows = [.. found.Take(PageSize).Select(m => new MergeRow(m.Merge, (m.Name ?? "").Trim(), m.By, m.Merge.At < oldest || !m.HasUndo))];
        Pager = new(before is null ? null : "/duplicates/merges", found.Count > PageSize ? $"/duplicates/merges?before={Rows[^1].Merge.Id}" : null);
    }
}
