using System.Net;
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
/// Asks the provider about mails of which nobody knows whether they left. Whatever it knows of was sent. That it knows nothing counts only hours later, and only where it knows of mails of the same
/// blast that left with it, right before and right after: the relay may have been another one then, or its memory be short.
/// </summary>
public sealed class AskUnknownHandler(Database db, NationSettings settings, Providers providers, MailLinks links, SettleUnknown settle, TimeProvider clock, ILogger<AskUnknownHandler> logger) : IHandle<AskUnknown>
{
    /// <summary>Kept as the answer of the relay.</summary>
    public const string NotTaken = "The provider did not take it.";

    /// <summary>Kept of a turn that ended early, and shown beside its settings.</summary>
    public const string KeyRefused = "It does not take the API key any more.", NoAnswer = "It did not answer.";

    private static readonly TimeSpan Soonest = TimeSpan.FromMinutes(1), Sure = TimeSpan.FromHours(2), Latest = TimeSpan.FromHours(20), Beside = TimeSpan.FromHours(1), Turn = TimeSpan.FromMinutes(1);

    public async Task Run(AskUnknown job, CancellationToken ct)
    {
        if (providers.Of(await settings.Get<MailSettings>(ct)) is not { } provider || await links.Find(ct) is not { } signer) return;
        var (now, began) = (clock.GetUtcNow(), clock.GetTimestamp());
        var (since, until) = (now - Latest, now - Soonest);
        var ask = new Asking(db, provider, signer);
        try
        {
            var (isRead, isGarbled) = (false, false);
            foreach (var (blast, one) in await Unknown(since, until, ct))
            {
                // What one turn has no time for, another may begin with.
                if (clock.GetElapsedTime(began) > Turn) break;
                try
                {
                    if (await ask.Has(blast, one.PersonId, ct)) await Settle(() => settle.Sent(blast.Id, blast.Month, [one.PersonId], ct), ct);
                    else if (one.At < now - Sure && await KnowsBeside(blast, one, ask, ct)) await Settle(() => settle.NotTaken(blast.Id, blast.Month, [one.PersonId], NotTaken, ct), ct);
                    isRead = true;
                }
                catch (JsonException)
                {
                    // An answer that cannot be read says nothing of the others.
                    isGarbled = true;
                }
            }

            await providers.Remember(isGarbled && !isRead ? NoAnswer : null, ct);
        }
        catch (Exception trouble) when (trouble is HttpRequestException || (trouble is OperationCanceledException && !ct.IsCancellationRequested))
        {
            var status = (trouble as HttpRequestException)?.StatusCode;
            logger.ProviderNotAsked(status?.ToString() ?? trouble.GetType().Name);
            await providers.Remember(status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? KeyRefused : NoAnswer, ct);
        }
    }

    /// <summary>Of all mails, in no order.</summary>
    private async Task<(Blast Blast, Asked One)[]> Unknown(DateTimeOffset since, DateTimeOffset until, CancellationToken ct)
    {
        var found = new List<(Blast, Asked)>();
        foreach (var blast in await db.Blasts.AsNoTracking().Where(b => b.Channel == Channel.Email && b.Month != null && (b.EndedAt == null || b.EndedAt > since) && db.BlastTotals.Any(t => t.BlastId == b.Id && t.Unknown > 0)).ToListAsync(ct))
        {
            // When they were handed over, to a minute: the end of the last lease stays with them, whatever was learned since.
            found.AddRange((await Of(blast).Where(d => d.State == DeliveryState.Unknown && d.NextAt > since && d.NextAt < until).Select(d => new Asked(d.PersonId, d.NextAt)).ToListAsync(ct)).Select(one => (blast, one)));
        }

        var all = found.ToArray();
        Random.Shared.Shuffle(all);
        return all;
    }

    private IQueryable<MailDelivery> Of(Blast blast) => db.MailDeliveries.AsNoTracking().Where(d => d.Month == blast.Month && d.BlastId == blast.Id);

    /// <summary>The last that left before those that were in hand with it, one of these, and the first after them, within the hour: there is one at least, and the provider has all of them.</summary>
    private async Task<bool> KnowsBeside(Blast blast, Asked one, Asking ask, CancellationToken ct)
    {
        var (earliest, latest) = (one.At - Beside, one.At + Beside);
        var sent = Of(blast).Where(d => d.State == DeliveryState.Sent && d.BouncedAt == null);
        IQueryable<MailDelivery>[] beside =
        [
            sent.Where(d => d.NextAt < one.At && d.NextAt > earliest).OrderByDescending(d => d.NextAt).ThenBy(d => d.PersonId),
            sent.Where(d => d.NextAt == one.At).OrderBy(d => d.PersonId),
            sent.Where(d => d.NextAt > one.At && d.NextAt < latest).OrderBy(d => d.NextAt).ThenBy(d => d.PersonId),
        ];
        var isThere = false;
        foreach (var side in beside)
        {
            if (await side.Select(d => (long?)d.PersonId).FirstOrDefaultAsync(ct) is not { } person) continue;
            if (!await ask.Has(blast, person, ct)) return false;
            isThere = true;
        }

        return isThere;
    }

    private async Task Settle(Func<Task> end, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await end();
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        db.ChangeTracker.Clear();
    }

    /// <param name="At">When it was handed over, to a minute.</param>
    private sealed record Asked(long PersonId, DateTimeOffset At);

    /// <summary>About each mail once.</summary>
    private sealed class Asking(Database db, Providers.Provider provider, MailSigner signer)
    {
        private readonly Dictionary<(long BlastId, long PersonId), bool> known = [];

        // Of whoever was merged since, the mail has the number of the record that it was written to.
        public async Task<bool> Has(Blast blast, long personId, CancellationToken ct)
        {
            if (known.TryGetValue((blast.Id, personId), out var has)) return has;
            foreach (var id in (long[])[personId, .. await db.MergedPeople.Where(m => m.PersonId == personId).Select(m => m.Id).ToArrayAsync(ct)])
            {
                if (await provider.Has(signer.MessageName(blast.Id, id), ct)) return known[(blast.Id, personId)] = true;
            }

            return known[(blast.Id, personId)] = false;
        }
    }
}
