using Microsoft.EntityFrameworkCore;
using Preau.Law;

namespace Preau.Mail.Linked;

/// <param name="Title">Of the mail, template or page.</param>
/// <param name="Path">Where it is.</param>
public sealed record FileLink(string Title, string Path);

/// <summary>Which mails and pages link to which file.</summary>
public sealed class FileLinks(Database db)
{
    private const string Mark = "/files/";

    /// <summary>By the file's key.</summary>
    public async Task<ILookup<string, FileLink>> Run(CancellationToken ct)
    {
        // What is decided has its links in rows; of the rest, texts are read that have any address of the kind.
        var gone = await db.MailLinks.Where(l => l.Url.Contains(Mark)).Join(db.Blasts.Where(b => b.State != BlastState.Draft), l => l.BlastId, b => b.Id, (l, b) => new { b.Id, b.Subject, Text = l.Url }).ToListAsync(ct);
        var drafts = db.Blasts.Where(b => b.Channel == Channel.Email && b.State == BlastState.Draft);
        var written = await drafts.Where(b => b.Body.Contains(Mark)).Select(b => new { b.Id, Title = b.TemplateName ?? b.Subject, Text = b.Body }).ToListAsync(ct);
        var versions = await db.BlastVersions.Where(v => v.Body.Contains(Mark)).Join(drafts, v => v.BlastId, b => b.Id, (v, b) => new { b.Id, Title = b.TemplateName ?? b.Subject, Text = v.Body }).ToListAsync(ct);
        var pages = await db.SitePages.Where(p => p.RemovedAt == null && p.Body.Contains(Mark)).Select(p => new { p.Id, p.Title, Text = p.Body }).ToListAsync(ct);
        return gone.Select(g => (g.Text, Link: new FileLink(SubjectLine.Plain(g.Subject), FormattableString.Invariant($"/mail/{g.Id}"))))
            .Concat(written.Concat(versions).Select(w => (w.Text, Link: new FileLink(SubjectLine.Plain(w.Title), FormattableString.Invariant($"/mail/{w.Id}/edit")))))
            .Concat(pages.Select(p => (p.Text, Link: new FileLink(p.Title, FormattableString.Invariant($"/pages/{p.Id}")))))
            .SelectMany(f => LinkedFile.KeysIn(f.Text).Select(key => (Key: key, f.Link))).Distinct().ToLookup(f => f.Key, f => f.Link, StringComparer.Ordinal);
    }
}
