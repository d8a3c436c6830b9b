using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.Law;
using Preau.Nations;
using Preau.Settings;

namespace Preau.Mail.Returns;

/// <summary>Comes back every few minutes.</summary>
public sealed record AskUnknown : IJob;

/// <summary>
/// Asks the provider about mails of which nobody knows whether they left. Whatever it knows of was sent. That it knows nothing counts only hours later, and only where it knows of a mail that left beside
/// it: the relay may have been another one then, or its memory be short.
/// </summary>
public sealed class AskUnknownHandler(Database db, NationSettings settings, Providers providers, MailLinks links, TimeProvider clock, ILogger<AskUnknownHandler> logger) : IHandle<AskUnknown>
{
    /// <summary>Kept as the answer of the relay.</summary>
    public const string NoRecord = "The provider has no record of it.";

    private const int AtOnce = 200;
    private static readonly TimeSpan Soonest = TimeSpan.FromMinutes(1), Sure = TimeSpan.FromHours(2), Latest = TimeSpan.FromHours(20), Beside = TimeSpan.FromHours(1);

    public async Task Run(AskUnknown job, CancellationToken ct)
    {
        var mail = await settings.Get<MailSettings>(ct);
        if (mail.SenderDomain is not { } domain || providers.Of(mail) is not { } provider || await links.Find(ct) is not { } signer) return;
        var now = clock.GetUtcNow();
        var (since, until) = (now - Latest, now - Soonest);
        foreach (var blast in await db.Blasts.AsNoTracking().Where(b => b.Channel == Channel.Email && b.Month != null && db.BlastTotals.Any(t => t.BlastId == b.Id && t.Unknown > 0)).OrderByDescending(b => b.Id).ToListAsync(ct))
        {
            var theirs = db.MailDeliveries.AsNoTracking().Where(d => d.Month == blast.Month && d.BlastId == blast.Id);
            var unknown = await theirs.Where(d => d.State == DeliveryState.Unknown && d.At > since && d.At < until).OrderBy(d => d.At).ThenBy(d => d.PersonId).Take(AtOnce).Select(d => new Asked(d.PersonId, d.At)).ToListAsync(ct);
            try
            {
                bool? isKnown = null;
                foreach (var one in unknown)
                {
                    if (await Has(one.PersonId)) await Settle(() => SettleUnknown.Sent(db, blast.Id, blast.Month, [one.PersonId], ct), ct);
                    else if (one.At < now - Sure && (isKnown ??= await KnowsBeside(one))) await Settle(() => SettleUnknown.NotTaken(db, blast.Id, blast.Month, [one.PersonId], NoRecord, ct), ct);
                }
            }
            catch (Exception trouble) when (trouble is HttpRequestException or JsonException || (trouble is OperationCanceledException && !ct.IsCancellationRequested))
            {
                logger.ProviderNotAsked(trouble.GetType().Name);
                return;
            }

            async Task<bool> KnowsBeside(Asked one)
            {
                var (earliest, latest) = (one.At - Beside, one.At + Beside);
                return await theirs.Where(d => d.State == DeliveryState.Sent && d.At > earliest && d.At < latest).OrderByDescending(d => d.At).Select(d => (long?)d.PersonId).FirstOrDefaultAsync(ct) is { } sent && await Has(sent);
            }

            // Of whoever was merged since, the mail has the number of the record that it was written to.
            async Task<bool> Has(long personId)
            {
                foreach (var id in (long[])[personId, .. await db.MergedPeople.Where(m => m.PersonId == personId).Select(m => m.Id).ToArrayAsync(ct)])
                    if (await provider.Has($"{signer.MessageName(blast.Id, id)}@{domain}", domain, ct)) return true;
                return false;
            }
        }
    }

    private async Task Settle(Func<Task> end, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await end();
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        db.ChangeTracker.Clear();
    }

    private sealed record Asked(long PersonId, DateTimeOffset At);
}
