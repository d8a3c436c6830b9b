using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;
using Preau.Law;

namespace Preau.Mail;

/// <summary>Somebody follows a link of a mail: where it leads, and a line that they did. Machines that look at mails before people do are not counted.</summary>
public sealed class RecordClick(Database db, MailLinks links, TimeProvider clock)
{
    // One press of a finger is often two requests.
    private static readonly TimeSpan Same = TimeSpan.FromSeconds(10);

    private static readonly string[] Machines =
    [
        "bot", "crawl", "spider", "preview", "scan", "proofpoint", "mimecast", "barracuda", "trendmicro", "symantec", "fireeye", "forcepoint", "cloudmark", "ironport", "python", "curl", "wget", "java/", "go-http", "okhttp",
        "headless", "monitor", "libwww", "httpclient",
    ];

    /// <returns>The address, as it was stored when the mail was sent; null for a token that was not made here.</returns>
    public async Task<string?> Run(string token, bool isCounted, CancellationToken ct)
    {
        if (await links.Find(ct) is not { } signer || signer.ReadClick(token) is not var (blastId, personId, linkId)) return null;
        return await db.MailLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Id == linkId && l.BlastId == blastId, ct) is { } link ? await Follow(link, personId, isCounted, "mail.clicked", ct) : null;
    }

    /// <summary>The same for the short link of a text.</summary>
    public async Task<string?> RunShort(string code, bool isCounted, CancellationToken ct)
    {
        if (await links.Find(ct) is not { } signer || signer.ReadBrief(code) is not var (linkId, personId)) return null;
        // A code is signed for what a text has room for: it opens nothing of a mail.
        return await db.MailLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Id == linkId && db.Blasts.Any(b => b.Id == l.BlastId && b.Channel == Channel.Sms), ct) is { } link ? await Follow(link, personId, isCounted, "texts.clicked", ct) : null;
    }

    private async Task<string> Follow(MailLink link, long personId, bool isCounted, string trace, CancellationToken ct)
    {
        if (isCounted) await Count(link, await db.WhoIs(personId, ct), trace, ct);
        return link.Url;
    }

    public static bool IsMachine(HttpRequest request)
    {
        var agent = request.Headers.UserAgent.ToString();
        return !HttpMethods.IsGet(request.Method) || agent.Length == 0 || Array.Exists(Machines, m => agent.Contains(m, StringComparison.OrdinalIgnoreCase))
            || Ahead(request.Headers["Sec-Purpose"]) || Ahead(request.Headers["Purpose"]) || Ahead(request.Headers["X-Moz"]);
    }

    private static bool Ahead(StringValues purpose) => purpose.ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase) || purpose.ToString().Contains("preview", StringComparison.OrdinalIgnoreCase);

    private async Task Count(MailLink link, long personId, string trace, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var deliveries = db.MailDeliveries.Where(d => db.Blasts.Any(b => b.Id == d.BlastId && b.Month == d.Month) && d.BlastId == link.BlastId && d.PersonId == personId);
        var isFirst = await deliveries.Where(d => d.ClickedAt == null).ExecuteUpdateAsync(s => s.SetProperty(d => d.ClickedAt, now), ct) == 1;
        // Erased since: where the link leads is still told, to whom it was sent is not known any more.
        if (!isFirst && !await deliveries.AnyAsync(ct)) return;
        var since = now - Same;
        if (!isFirst && await db.MailClicks.AnyAsync(c => c.PersonId == personId && c.MailLinkId == link.Id && c.At > since, ct)) return;
        if (isFirst) await db.BlastTotals.Where(t => t.BlastId == link.BlastId).ExecuteUpdateAsync(s => s.SetProperty(t => t.Clicked, t => t.Clicked + 1), ct);
        db.Add(new MailClick { Month = Months.Of(now), BlastId = link.BlastId, PersonId = personId, MailLinkId = link.Id, At = now });
        db.Trail.Record(trace, [personId], subjectId: link.BlastId);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
