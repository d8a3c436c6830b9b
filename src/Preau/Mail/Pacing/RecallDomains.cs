using Microsoft.EntityFrameworkCore;

namespace Preau.Mail.Pacing;

/// <summary>A process that was started anew does not know yet whose some domains are, and the store does: what comes back counts where it was counted when it left.</summary>
public sealed class RecallDomains(Database db, KnownDomains domains)
{
    /// <summary>So many are asked for in one question.</summary>
    private const int AtOnce = 5000;

    /// <param name="names">Domains as <see cref="LearnDomains.Key"/> writes them, each once.</param>
    /// <param name="ct">Gives up.</param>
    public async Task Run(IEnumerable<string> names, CancellationToken ct)
    {
        foreach (var asked in names.Where(domains.IsNew).Chunk(AtOnce))
        {
            var kept = await db.MailDomains.AsNoTracking().Where(d => EF.Parameter(asked).Contains(d.Domain)).ToDictionaryAsync(d => d.Domain, StringComparer.Ordinal, ct);
            foreach (var name in asked) domains.Read(name, kept.GetValueOrDefault(name));
        }
    }
}
