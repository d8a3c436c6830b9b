using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Attachments;

/// <param name="By">Who attached it.</param>
public sealed record AttachmentLine(long Id, string Name, string Text, long Bytes, DateTimeOffset At, string? By);

public sealed record FilesOfPerson(long PersonId, bool MayChange, IReadOnlyList<AttachmentLine> Lines, int Count);

/// <summary>Beside the profile: the papers that the campaign keeps of somebody.</summary>
[ViewComponent(Name = Name)]
public sealed class AttachmentsPanel(Database db, CurrentAccount me) : ViewComponent
{
    public const string Name = "attachments-panel";
    private const int Shown = 5;

    public async Task<IViewComponentResult> InvokeAsync(long personId)
    {
        if (!me.Can(Permission.ViewPersonFiles)) return Content("");
        var ct = HttpContext.RequestAborted;
        var lines = await db.FilesOf(personId, Shown, ct);
        var mayChange = me.Can(Permission.EditPeople) && await db.People.AnyAsync(p => p.Id == personId && p.ArchivedAt == null, ct);
        if (lines.Count == 0 && !mayChange) return Content("");
        return View("/Attachments/_AttachmentsPanel.cshtml", new FilesOfPerson(personId, mayChange, lines, lines.Count < Shown ? lines.Count : await db.Attachments.CountAsync(a => a.PersonId == personId, ct)));
    }
}

public static class AttachmentRows
{
    /// <summary>Files of somebody, newest first.</summary>
    public static Task<List<AttachmentLine>> FilesOf(this Database db, long personId, int count, CancellationToken ct) =>
        db.Attachments.Where(a => a.PersonId == personId).OrderByDescending(a => a.CreatedAt).ThenByDescending(a => a.Id).Take(count)
            .Select(a => new AttachmentLine(a.Id, a.Name, a.Text, a.Bytes, a.CreatedAt, db.Accounts.Where(b => b.Id == a.AccountId).Select(b => b.Name).FirstOrDefault())).ToListAsync(ct);
}
