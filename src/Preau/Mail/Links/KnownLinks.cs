using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Preau.Law;

namespace Preau.Mail;

/// <param name="Id">Of the link.</param>
/// <param name="BlastId">Whose link it is.</param>
/// <param name="Url">Where it leads.</param>
/// <param name="IsOfText">A short one, of a text.</param>
public sealed record KnownLink(long Id, long BlastId, string Url, bool IsOfText);

/// <summary>
/// What has to be known to lead somebody on, of all nations of this process, kept for a minute: a link that was sent leads where it led, and a nation's secret is made once. Only what
/// there is is kept. The store is asked in a scope of its own, so that whoever follows a link that is known here makes no context of it.
/// </summary>
public sealed class KnownLinks(IServiceScopeFactory scopes) : IDisposable
{
    private const int Most = 20_000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = Most });

    /// <returns>Null while the nation has sent nothing.</returns>
    public ValueTask<MailSigner?> Signer(NationFacts nation, CancellationToken ct) => Find(nation.Id, nation, services => services.GetRequiredService<MailLinks>().Find(ct));

    /// <returns>Null where the nation has no such link.</returns>
    public ValueTask<KnownLink?> Link(NationFacts nation, long linkId, CancellationToken ct) => Find((nation.Id, linkId), nation, services =>
    {
        var db = services.GetRequiredService<Database>();
        return db.MailLinks.AsNoTracking().Where(l => l.Id == linkId).Select(l => new KnownLink(l.Id, l.BlastId, l.Url, db.Blasts.Any(b => b.Id == l.BlastId && b.Channel == Channel.Sms))).SingleOrDefaultAsync(ct);
    });

    public void Dispose() => cache.Dispose();

    private async ValueTask<T?> Find<T>(object key, NationFacts nation, Func<IServiceProvider, Task<T?>> read) where T : class
    {
        if (cache.Get<T>(key) is { } kept) return kept;
        await using var scope = scopes.Enter(nation);
        var found = await read(scope.ServiceProvider);
        return found is null ? null : cache.Set(key, found, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Kept, Size = 1 });
    }
}
