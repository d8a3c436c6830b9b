using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Donations.Settling;

/// <summary>Comes back every minute, nation by nation.</summary>
public sealed record SettleWhatWaits : IJob;

/// <summary>Asks the gateway about checkouts whose webhook has not come, about fees that it had not named, and about refunds that it has not answered. A lost webhook is weather.</summary>
public sealed partial class SettleAttempts(Database db, GiftLaw law, SettleGift settle, RefundGift refunds, Gateways gateways, TimeProvider clock, ILogger<SettleAttempts> log) : IHandle<SettleWhatWaits>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan FeePatience = TimeSpan.FromHours(1);
    private static readonly TimeSpan FeeWithin = TimeSpan.FromDays(7);
    private const int Batch = 50;

    Task IHandle<SettleWhatWaits>.Run(SettleWhatWaits job, CancellationToken ct) => Run(ct);

    public async Task Run(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var waiting = await db.GiftAttempts.AsNoTracking()
            .Where(a => (a.Status == AttemptStatus.Open || a.Status == AttemptStatus.Opening) && a.OpenedAt < now - Patience)
            .OrderBy(a => a.LastAskedAt ?? a.OpenedAt).ThenBy(a => a.Id).Take(Batch).ToListAsync(ct);
        var withoutFee = await db.GiftAttempts.AsNoTracking()
            .Where(a => a.Status == AttemptStatus.Paid && a.FeeCents == null && a.OpenedAt > now - FeeWithin && a.OpenedAt < now - Patience && (a.LastAskedAt == null || a.LastAskedAt < now - FeePatience))
            .OrderBy(a => a.LastAskedAt ?? a.OpenedAt).ThenBy(a => a.Id).Take(Batch).ToListAsync(ct);
        foreach (var attempt in waiting.Concat(withoutFee))
        {
            await db.GiftAttempts.Where(a => a.Id == attempt.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.LastAskedAt, (DateTimeOffset?)now), ct);
            if (await Failure(() => Ask(attempt, ct), ct) is { } problem) AttemptNotSettled(log, attempt.Id, problem);
        }

        var unanswered = await db.GiftRefunds.Where(r => r.Status == RefundStatus.Asked && r.AskedAt < now - Patience)
            .OrderBy(r => r.LastAskedAt ?? r.AskedAt).ThenBy(r => r.Id).Take(Batch).Select(r => r.Id).ToListAsync(ct);
        foreach (var refundId in unanswered)
        {
            await db.GiftRefunds.Where(r => r.Id == refundId).ExecuteUpdateAsync(set => set.SetProperty(r => r.LastAskedAt, (DateTimeOffset?)now), ct);
            if (await Failure(() => refunds.Ask(refundId, ct), ct) is { } problem) RefundNotSettled(log, refundId, problem);
        }
    }

    /// <summary>One checkout, now: for the donor who came back before the webhook.</summary>
    public async Task Ask(GiftAttempt attempt, CancellationToken ct)
    {
        // A process that died between writing the gift down and asking the gateway: nobody was shown where to pay.
        var state = attempt.SessionId is null
            ? (clock.GetUtcNow() > attempt.ExpiresAt ? new PaymentState.Over() : new PaymentState.Open())
            : await gateways.Find(attempt.Gateway, ct) is { } gateway ? await gateway.Look(attempt.SessionId, ct) : new PaymentState.Unreachable();
        if (state is not (PaymentState.Paid or PaymentState.Over or PaymentState.Unknown)) return;
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await law.PassGate(ct);
        var row = await db.GiftAttempts.SingleAsync(a => a.Id == attempt.Id, ct);
        var gift = await db.Gifts.SingleAsync(g => g.Id == row.GiftId, ct);
        if (state is PaymentState.Paid paid) await settle.Paid(gift, row, paid, ct);
        else if (state is PaymentState.Over || clock.GetUtcNow() > row.ExpiresAt) settle.Over(gift, row);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>What is wrong with one must not keep the others waiting. Only the kind of failure is told: its text may hold what a donor wrote.</summary>
    private async Task<string?> Failure(Func<Task> ask, CancellationToken ct)
    {
        try
        {
            await ask();
            return null;
        }
        catch (Exception problem) when (!ct.IsCancellationRequested)
        {
            db.ChangeTracker.Clear();
            return problem.GetType().Name;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Attempt {AttemptId} could not be settled: {Problem}")]
    private static partial void AttemptNotSettled(ILogger log, long attemptId, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Refund {RefundId} could not be settled: {Problem}")]
    private static partial void RefundNotSettled(ILogger log, long refundId, string problem);
}
