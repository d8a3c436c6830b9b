using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.Mail.Linked;
using Preau.Site;

namespace Preau.Mail.Checks;

/// <summary>Asks every link of a draft whether something is there.</summary>
public sealed record AskLinks(long BlastId) : IJob;

/// <summary>Pages of the campaign's own site are looked up in the store; others are asked over the net, a few at once and within bounds.</summary>
public sealed class AskLinksHandler(Database db, IAskLink ask, MakePage make, SiteViews views, TimeProvider clock) : IHandle<AskLinks>
{
    private const int AtOnce = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public async Task Run(AskLinks job, CancellationToken ct)
    {
        var links = await db.CheckedLinks.AsNoTracking().Where(l => l.BlastId == job.BlastId && l.State == LinkState.Waiting).OrderBy(l => l.Place).ToListAsync(ct);
        if (links.Count == 0) return;
        var origin = await views.Origin(ct);
        foreach (var own in links.Where(l => PathOf(l.Url, origin) is not null)) await Keep(own, await Own(PathOf(own.Url, origin) ?? "", ct), ct);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        foreach (var few in links.Where(l => PathOf(l.Url, origin) is null).Chunk(AtOnce))
        {
            var answers = await Task.WhenAll(few.Select(l => Ask(l.Url, limit.Token, ct)));
            foreach (var (link, answer) in few.Zip(answers)) await Keep(link, answer, ct);
        }
    }

    private async Task<LinkAnswer> Ask(string url, CancellationToken limit, CancellationToken ct)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var link)) return LinkAnswer.Of(LinkTrouble.NoName);
        try
        {
            return await ask.Ask(link, limit);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return LinkAnswer.Of(LinkTrouble.Late);
        }
    }

    private async Task<LinkAnswer> Own(string path, CancellationToken ct)
    {
        if (LinkedFile.KeysIn("/" + path).FirstOrDefault() is { } key) return await db.LinkedFiles.AnyAsync(f => f.Key == key, ct) ? LinkAnswer.Of(StatusCodes.Status200OK) : LinkAnswer.Of(LinkTrouble.Removed);
        var first = path.Split('/')[0];
        // Addresses of the product itself, such as «/give», are no pages.
        var isOurs = first.Length > 0 && !PageAddress.IsFree(first) && Shared.Slug.IsValid(first) && !Shared.Words.Languages.Contains(first, StringComparer.Ordinal);
        return isOurs || (await make.Run(path, 0, ct)).Status == StatusCodes.Status200OK || await make.Moved(path, ct) is not null ? LinkAnswer.Of(StatusCodes.Status200OK) : LinkAnswer.Of(LinkTrouble.NotPublished);
    }

    private Task<int> Keep(CheckedLink link, LinkAnswer answer, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        // Asked anew since, with other links, it is no longer this one's place.
        return db.CheckedLinks.Where(l => l.BlastId == link.BlastId && l.Place == link.Place && l.Url == link.Url)
            .ExecuteUpdateAsync(s => s.SetProperty(l => l.State, answer.State).SetProperty(l => l.Status, answer.Status).SetProperty(l => l.Trouble, answer.Trouble).SetProperty(l => l.At, now), ct);
    }

    /// <summary>Below the campaign's site, without the slash at its beginning and what is asked of the page; null for another's.</summary>
    private static string? PathOf(string url, string origin) =>
        url == origin ? "" : url.StartsWith(origin + "/", StringComparison.OrdinalIgnoreCase) ? Uri.UnescapeDataString(new Uri(url).AbsolutePath).TrimStart('/') : null;
}
