using Microsoft.Extensions.Caching.Memory;
using Preau.Nations;

namespace Preau.Mail;

/// <param name="Id">Of the link.</param>
/// <param name="BlastId">Whose link it is.</param>
/// <param name="Url">Where it leads.</param>
/// <param name="IsOfText">A short one, of a text.</param>
public sealed record KnownLink(long Id, long BlastId, string Url, bool IsOfText);

/// <summary>What has to be known to lead somebody on, of all nations of this process, kept for a minute: a link that was sent leads where it led, and a nation's secret is made once. Only what there is is kept.</summary>
public sealed class KnownLinks : IDisposable
{
    private const int Most = 20_000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = Most });

    public MailSigner? Signer(NationId nation) => cache.Get<MailSigner>(nation);

    public KnownLink? Link(NationId nation, long linkId) => cache.Get<KnownLink>((nation, linkId));

    public void Keep(NationId nation, MailSigner signer) => Keep((object)nation, signer);

    public void Keep(NationId nation, KnownLink link) => Keep((nation, link.Id), link);

    public void Dispose() => cache.Dispose();

    private void Keep(object key, object value) => cache.Set(key, value, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Kept, Size = 1 });
}
