using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Mail.Templates;

public sealed record TemplateRow(long Id, string Name, string Subject, string Preheader, DateTimeOffset At);

/// <summary>The texts with which mails begin.</summary>
[Needs(Permission.EditMail)]
public sealed class IndexPage(Database db) : PageModel
{
    /// <summary>A segment that whoever writes has chosen already.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Segment { get; set; }

    public IReadOnlyList<TemplateRow> Rows { get; private set; } = [];

    public async Task OnGet(CancellationToken ct) => Rows = await Read(db, KeepTemplate.Most, ct);

    /// <summary>Those that were worked on last come first.</summary>
    public static async Task<IReadOnlyList<TemplateRow>> Read(Database db, int most, CancellationToken ct) =>
        await db.Templates().OrderByDescending(b => b.ChangedAt).ThenByDescending(b => b.Id).Take(most).Select(b => new TemplateRow(b.Id, b.TemplateName ?? "", b.Subject, b.Preheader, b.ChangedAt)).ToListAsync(ct);
}
