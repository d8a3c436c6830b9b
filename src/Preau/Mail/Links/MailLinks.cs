using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Preau.Nations;

namespace Preau.Mail;

/// <summary>The links of this nation's mails.</summary>
public sealed class MailLinks(Database db, CurrentNation nation, NationSettings settings, NationDirectory directory)
{
    /// <summary>Stands where a preview has no token: nothing is signed for a mail that nobody got, and no secret made to look at one.</summary>
    public const string PreviewToken = "preview";

    private MailSigner? signer;

    /// <summary>Signs and reads; makes the nation's secret when there is none yet, for the caller to save.</summary>
    public async Task<MailSigner> Prepare(CancellationToken ct)
    {
        if (signer is not null) return signer;
        var kept = await settings.Get<MailLinkSettings>(ct);
        if (kept.Key.Length == 0)
        {
            kept.Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
            await settings.Set(kept, ct);
        }

        return signer = await Signer(kept, ct);
    }

    /// <summary>Null while the nation has sent nothing: there is no secret, and no address that it made.</summary>
    public async Task<MailSigner?> Find(CancellationToken ct) => await settings.Get<MailLinkSettings>(ct) is { Key.Length: > 0 } kept ? await Signer(kept, ct) : null;

    /// <summary>The way out as a preview shows it: to a page that says what the one in the mail would do.</summary>
    public async Task<string> OfPreview(Blast blast, CancellationToken ct) => $"{await directory.AddressOf(nation.Facts, Surface.Site, ct)}/m/u/{PreviewToken}?lang={blast.Language}";

    /// <summary>The rows of a blast's links, in the order of its text; what it does not have yet is added for the caller to save.</summary>
    public async Task<IReadOnlyList<MailLink>> Of(Blast blast, IReadOnlyList<string> urls, CancellationToken ct)
    {
        var known = await db.MailLinks.Where(l => l.BlastId == blast.Id).ToListAsync(ct);
        var rows = new List<MailLink>(urls.Count);
        foreach (var url in urls)
        {
            var row = known.Find(l => l.Url == url);
            if (row is null) db.Add(row = new MailLink { BlastId = blast.Id, Url = url });
            rows.Add(row);
        }

        return rows;
    }

    private async Task<MailSigner> Signer(MailLinkSettings kept, CancellationToken ct) => new(Convert.FromBase64String(kept.Key), nation.Id, await directory.AddressOf(nation.Facts, Surface.Site, ct));
}
