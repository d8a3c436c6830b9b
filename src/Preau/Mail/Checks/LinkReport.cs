using Microsoft.EntityFrameworkCore;
using Preau.Mail.Measuring;
using Preau.Shared;

namespace Preau.Mail.Checks;

/// <summary>What is known of the links of a draft.</summary>
/// <param name="BlastId">The draft.</param>
/// <param name="Links">As they were asked.</param>
/// <param name="Unasked">How many of those in the text now were never asked.</param>
public sealed record LinkReport(long BlastId, IReadOnlyList<CheckedLink> Links, int Unasked)
{
    public bool IsRunning => Links.Any(l => l.State == LinkState.Waiting);
    public int Done => Links.Count(l => l.State != LinkState.Waiting);
    public DateTimeOffset? At => Links.Where(l => l.State != LinkState.Waiting).Select(l => (DateTimeOffset?)l.At).Max();
}

/// <summary>Has the links of a draft asked, and tells what came of it.</summary>
public sealed class LinksOfBlast(Database db, VersionsOf versions, BlastChannels channels, Words words, TimeProvider clock)
{
    public const int Most = 50;

    /// <summary>Of a job that was lost nobody waits for longer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Puts them in line. Those that wait already are not put there twice.</summary>
    public async Task Begin(Blast blast, CancellationToken ct)
    {
        var (urls, now) = (await Of(blast, ct), clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.CheckedLinks.AnyAsync(l => l.BlastId == blast.Id && l.State == LinkState.Waiting && l.At > now - Longest, ct)) return;
        await db.CheckedLinks.Where(l => l.BlastId == blast.Id).ExecuteDeleteAsync(ct);
        if (urls.Count > 0)
        {
            db.AddRange(urls.Select((url, place) => new CheckedLink { BlastId = blast.Id, Place = place, Url = url, State = LinkState.Waiting, At = now }));
            db.Enqueue(new AskLinks(blast.Id));
            await db.SaveChangesAsync(ct);
        }

        await transaction.CommitAsync(ct);
    }

    public async Task<LinkReport> Report(Blast blast, CancellationToken ct)
    {
        var (urls, now) = (await Of(blast, ct), clock.GetUtcNow());
        var links = (await db.CheckedLinks.AsNoTracking().Where(l => l.BlastId == blast.Id).OrderBy(l => l.Place).ToListAsync(ct))
            .Where(l => urls.Contains(l.Url, StringComparer.Ordinal) && (l.State != LinkState.Waiting || l.At > now - Longest)).ToList();
        return new LinkReport(blast.Id, links, urls.Count - links.Count);
    }

    /// <summary>Those that lead nowhere, each with what to do.</summary>
    public IEnumerable<BlastProblem> Dead(LinkReport report) => report.Links.Where(l => l.State == LinkState.Dead).Select(l => new BlastProblem(Say(l), IsBlocking: false));

    public string Say(CheckedLink link) => link switch
    {
        { State: LinkState.Waiting } => words["is being asked"],
        { State: LinkState.Alive } => words["is there"],
        { State: LinkState.Unsure, Status: { } status } => words["answers {0} to a program; open it yourself once", status],
        { Trouble: { } trouble } => Say(trouble, link.Url),
        { Status: 404 or 410 } => words["{0} answers {1}: there is no such page. Correct the link, or take it off.", link.Url, link.Status],
        _ => words["{0} answers {1}: something is wrong with that page. Try it, and write to its owner or link elsewhere.", link.Url, link.Status],
    };

    private string Say(LinkTrouble trouble, string url) => trouble switch
    {
        LinkTrouble.NoName => words["{0}: no server has this name. Look at its spelling.", url],
        LinkTrouble.NoAnswer => words["{0} cannot be reached.", url],
        LinkTrouble.Late => words["{0} did not answer within {1} seconds.", url, LiveLinks.Patience.TotalSeconds],
        LinkTrouble.Certificate => words["{0}: its certificate is not valid, and browsers warn of it.", url],
        LinkTrouble.Redirects => words["{0} leads on and on, and nowhere.", url],
        LinkTrouble.Private => words["{0} leads into a closed network, or to a port where no web page is: your readers do not get there.", url],
        LinkTrouble.NotPublished => words["{0}: there is no such page on your site, or it is not published.", url],
        LinkTrouble.Removed => words["{0}: this file was removed. Link another one, or take the link off.", url],
    };

    private async Task<List<string>> Of(Blast blast, CancellationToken ct)
    {
        var urls = new List<string>();
        foreach (var version in (await versions.Run(blast, ct)).Written) urls.AddRange((await channels.Of(blast).Read(version, ct)).Links ?? []);
        return [.. urls.Distinct(StringComparer.Ordinal).Take(Most)];
    }
}
