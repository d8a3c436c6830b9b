using Microsoft.EntityFrameworkCore;
using Preau.Mail.Returns;
using Preau.Shared;

namespace Preau.Mail;

/// <summary>Writes down what became of mails that were in hand, with the blast's totals and a line for the change feed, in one transaction.</summary>
public sealed class RecordHandovers(Database db, ShutAddresses shut, BlastChannels channels, SettleUnknown settle, TimeProvider clock)
{
    private const int LongestAnswer = 300;

    /// <param name="blast">Its month is known.</param>
    /// <param name="holder">Who had them in hand: rows that were settled otherwise since are left alone.</param>
    /// <param name="results">At most some hundred.</param>
    /// <param name="ct">Gives up.</param>
    public async Task Run(Blast blast, string holder, IReadOnlyCollection<HandoverResult> results, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var totals = new Totals();
        var proved = new List<SettleUnknown.Moved>();
        var now = clock.GetUtcNow();
        var writing = new Writing(db, blast, holder, totals, now);
        foreach (var group in results.GroupBy(r => r.End))
        {
            var ids = group.Select(r => r.PersonId).ToArray();
            switch (group.Key)
            {
                case HandoverEnd.Sent:
                    totals.Sent += await writing.End(ids, DeliveryState.Sent, null, ct);
                    totals.Measured += await writing.Measure([.. group.Where(r => r.IsMeasured).Select(r => r.PersonId)], ct);
                    db.Trail.Record($"{blast.Trace}.sent", ids, subjectId: blast.Id);
                    break;
                case HandoverEnd.Refused refused:
                    totals.Refused += await writing.End(ids, DeliveryState.Refused, Short(refused.Answer), ct);
                    var alsoTheirs = refused.IsAddressBad ? await shut.Run(group.Select(r => r.Address), ct) : [];
                    db.Trail.Record($"{blast.Trace}.refused", [.. ids.Union(alsoTheirs)], subjectId: blast.Id);
                    break;
                case HandoverEnd.Skipped skipped:
                    totals.Skipped += await writing.End(ids, DeliveryState.Skipped, skipped.Reason, ct);
                    db.Trail.Record($"{blast.Trace}.skipped", ids, subjectId: blast.Id);
                    break;
                case HandoverEnd.Unknown unknown:
                    totals.Unknown += await writing.End(ids, DeliveryState.Unknown, Short(unknown.Answer), ct);
                    db.Trail.Record($"{blast.Trace}.unknown", ids, subjectId: blast.Id);
                    // Some mail services look at a mail, and report it, before the relay is done with it.
                    if (!blast.IsText) proved.Add(await settle.Proved(blast.Id, blast.Month, ids, ct));
                    break;
                case HandoverEnd.Later later: await writing.Again(ids, Short(later.Answer), later.Gap, ct); break;
                case HandoverEnd.NotYet notYet: await writing.Back(ids, notYet.At, ct); break;
                case HandoverEnd.Returned: await writing.Back(ids, now, ct); break;
            }
        }

        // What stood in the way is over as soon as one mail passes.
        if (totals.Sent > 0 && blast.Problem is not null) await db.Blasts.Where(b => b.Id == blast.Id && b.State == BlastState.Sending).ExecuteUpdateAsync(s => s.SetProperty(b => b.Problem, (string?)null), ct);
        await totals.Write(db, blast.Id, ct);
        foreach (var moved in proved) await settle.Total(blast.Id, moved, ct);
        var arrived = proved.SelectMany(m => m.Mails).Select(m => m.PersonId).ToHashSet();
        if (channels.RecordOf(blast) is { } more) await more.Run(blast, arrived.Count == 0 ? results : [.. results.Select(r => arrived.Contains(r.PersonId) ? r with { End = new HandoverEnd.Sent() } : r)], ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        foreach (var result in results) result.Log?.Settled();
    }

    private static string Short(string answer) => answer.Cut(LongestAnswer);

    private sealed class Writing(Database db, Blast blast, string holder, Totals totals, DateTimeOffset now)
    {
        public async Task<int> End(long[] ids, DeliveryState to, string? answer, CancellationToken ct)
        {
            var kept = to == DeliveryState.Unknown ? holder : null;
            Task<int> Set(DeliveryState from) => Rows(ids, from).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, to).SetProperty(d => d.At, now).SetProperty(d => d.Answer, answer).SetProperty(d => d.Holder, kept), ct);
            var count = await Set(DeliveryState.Leased);
            if (count == ids.Length || to == DeliveryState.Unknown) return count;
            // One that counted as unknown, because its holder was not heard of, and whose end is known after all.
            var late = await Set(DeliveryState.Unknown);
            totals.Unknown -= late;
            return count + late;
        }

        /// <summary>They carried the picture that tells of an opening.</summary>
        public Task<int> Measure(long[] ids, CancellationToken ct) => ids.Length == 0 ? Task.FromResult(0)
            : db.MailDeliveries.Where(d => d.Month == blast.Month && d.BlastId == blast.Id && EF.Parameter(ids).Contains(d.PersonId) && d.State == DeliveryState.Sent && !d.IsMeasured).ExecuteUpdateAsync(s => s.SetProperty(d => d.IsMeasured, true), ct);

        public Task<int> Again(long[] ids, string answer, TimeSpan gap, CancellationToken ct)
        {
            var next = now + gap;
            return Rows(ids, DeliveryState.Leased).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Waiting).SetProperty(d => d.NextAt, next).SetProperty(d => d.Answer, answer).SetProperty(d => d.Holder, (string?)null), ct);
        }

        public Task<int> Back(long[] ids, DateTimeOffset at, CancellationToken ct) =>
            Rows(ids, DeliveryState.Leased).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Waiting).SetProperty(d => d.NextAt, at).SetProperty(d => d.Attempts, d => d.Attempts - 1).SetProperty(d => d.Holder, (string?)null), ct);

        private IQueryable<MailDelivery> Rows(long[] ids, DeliveryState state) =>
            db.MailDeliveries.Where(d => d.Month == blast.Month && d.BlastId == blast.Id && EF.Parameter(ids).Contains(d.PersonId) && d.Holder == holder && d.State == state);
    }

    private sealed class Totals
    {
        public int Sent { get; set; }
        public int Refused { get; set; }
        public int Skipped { get; set; }
        public int Unknown { get; set; }
        public int Measured { get; set; }

        public Task Write(Database db, long blastId, CancellationToken ct) => (Sent, Refused, Skipped, Unknown) == (0, 0, 0, 0) ? Task.CompletedTask
            : db.BlastTotals.Where(t => t.BlastId == blastId).ExecuteUpdateAsync(s => s.SetProperty(t => t.Sent, t => t.Sent + Sent).SetProperty(t => t.Refused, t => t.Refused + Refused)
                .SetProperty(t => t.Skipped, t => t.Skipped + Skipped).SetProperty(t => t.Unknown, t => t.Unknown + Unknown).SetProperty(t => t.Measured, t => t.Measured + Measured), ct);
    }
}
