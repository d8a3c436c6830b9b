using Preau.Mail.Returns;

namespace Preau.Mail.Pacing;

/// <summary>Keeps what each provider took, refused and sent back, day by day: a page of weeks reads some hundred rows, however many mails there were.</summary>
public sealed class CountDays(Database db, CurrentNation nation, TimeProvider clock) : IBlastRecord
{
    /// <summary>What became of mails that were in hand, in the transaction that moves their deliveries.</summary>
    public async Task Run(Blast blast, IReadOnlyCollection<HandoverResult> results, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var result in results)
        {
            if (result.End is HandoverEnd.Later { ClosedUntil: { } until, Answer: var answer })
                await db.Execute("Mail/Pacing/CloseLane", ct, ("provider", EnumText<MailProvider>.Of(MailProviders.Of(result.Address))), ("at", now), ("closed_until", until), ("answer", answer));
        }

        await Add(results.Select(r => (now, r.Address, Count: r.End switch
        {
            HandoverEnd.Sent => Counted.Sent,
            HandoverEnd.Refused => Counted.Refused,
            HandoverEnd.Later => Counted.PutOff,
            _ => (Counted?)null,
        })).Where(r => r.Count is not null && r.Address.Length > 0).Select(r => (r.now, r.Address, r.Count!.Value)), ct);
    }

    /// <param name="sentAt">When the mail was handed over: what comes back counts for that day.</param>
    /// <param name="address">Where it went.</param>
    /// <param name="kind">Why it came back.</param>
    /// <param name="ct">Gives up.</param>
    public Task Returned(DateTimeOffset sentAt, string address, BounceKind kind, CancellationToken ct) => Add([(sentAt, address, kind switch
    {
        BounceKind.Hard => Counted.Hard,
        BounceKind.Block or BounceKind.Policy => Counted.Blocked,
        BounceKind.Soft => Counted.Soft,
    })], ct);

    public Task Complained(DateTimeOffset sentAt, string address, CancellationToken ct) => Add([(sentAt, address, Counted.Complained)], ct);

    /// <summary>The first click of each mail.</summary>
    public Task Clicked(IEnumerable<(DateTimeOffset SentAt, string Address)> mails, CancellationToken ct) => Add(mails.Select(m => (m.SentAt, m.Address, Counted.Clicked)), ct);

    /// <summary>Mails that were written down otherwise, with their clicks.</summary>
    public Task Take(IEnumerable<(DateTimeOffset At, string Address, DeliveryState State, bool IsClicked)> mails, CancellationToken ct) => Add(mails.SelectMany(m => (IEnumerable<(DateTimeOffset, string, Counted)>)(m.State switch
    {
        DeliveryState.Sent => m.IsClicked ? [(m.At, m.Address, Counted.Sent), (m.At, m.Address, Counted.Clicked)] : [(m.At, m.Address, Counted.Sent)],
        DeliveryState.Refused => [(m.At, m.Address, Counted.Refused)],
        _ => [],
    })), ct);

    private enum Counted
    {
        Sent,
        Refused,
        PutOff,
        Hard,
        Blocked,
        Soft,
        Complained,
        Clicked,
    }

    private async Task Add(IEnumerable<(DateTimeOffset At, string Address, Counted Count)> mails, CancellationToken ct)
    {
        // In one order, so that two who write at once wait for each other and never both.
        foreach (var row in mails.GroupBy(m => (Day: nation.Facts.DayOf(m.At), Provider: MailProviders.Of(m.Address))).OrderBy(g => g.Key))
        {
            int Of(Counted count) => row.Count(m => m.Count == count);
            await db.Execute("Mail/Pacing/CountDay", ct, ("day", row.Key.Day), ("provider", EnumText<MailProvider>.Of(row.Key.Provider)), ("sent", Of(Counted.Sent)), ("refused", Of(Counted.Refused)), ("put_off", Of(Counted.PutOff)),
                ("hard", Of(Counted.Hard)), ("blocked", Of(Counted.Blocked)), ("soft", Of(Counted.Soft)), ("complained", Of(Counted.Complained)), ("clicked", Of(Counted.Clicked)));
        }
    }
}
