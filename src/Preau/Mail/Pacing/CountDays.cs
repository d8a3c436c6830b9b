using Microsoft.EntityFrameworkCore;
using Preau.Mail.Returns;
using Preau.Settings;

namespace Preau.Mail.Pacing;

/// <summary>Keeps what each provider took, refused and sent back, day by day: a page of weeks reads some hundred rows, however many mails there were.</summary>
public sealed class CountDays(Database db, KnownDomains domains, RecallDomains recall, CurrentNation nation, TimeProvider clock) : IBlastRecord
{
    /// <summary>What became of mails that were in hand, in the transaction that moves their deliveries.</summary>
    public async Task Run(Blast blast, IReadOnlyCollection<HandoverResult> results, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var result in results)
        {
            if (result.End is not HandoverEnd.Later { Closing: { } closing, Answer: var answer }) continue;
            if (closing.IsOfDomain)
            {
                await db.MailDomainTroubles.Where(t => t.At < now - ReadHealth.RecentTrouble).ExecuteDeleteAsync(ct);
                await db.Execute("Mail/Pacing/CloseDomain", ct, ("domain", DomainOf(result.Address)), ("at", now), ("closed_until", closing.Until), ("answer", answer));
                continue;
            }

            await db.Execute("Mail/Pacing/CloseLane", ct, ("provider", EnumText<MailProvider>.Of(domains.Of(result.Address))), ("at", now), ("closed_until", closing.Until), ("answer", answer));
        }

        await Add(results.Select(r => (now, r.Address, Count: r.End switch
        {
            HandoverEnd.Sent => Counted.Sent,
            // The relay cannot write to such an address: no provider was asked, and none turned it away.
            HandoverEnd.Refused { Answer: RelayTrouble.NoUtf8 } => null,
            HandoverEnd.Refused => Counted.Refused,
            HandoverEnd.Later => Counted.PutOff,
            _ => (Counted?)null,
        })).Where(r => r.Count is not null && r.Address.Length > 0).Select(r => (r.now, r.Address, r.Count!.Value)).ToList(), ct);
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

    /// <summary>Mails whose end was learned otherwise than from the relay, and first clicks.</summary>
    /// <param name="mails">When each was handed over, and where it went; the end that is news, null where that is counted already; whether its first click is.</param>
    /// <param name="ct">Gives up.</param>
    public Task Take(IEnumerable<(DateTimeOffset At, string Address, DeliveryState? End, bool IsClicked)> mails, CancellationToken ct) => Add(mails.SelectMany(m => new[]
    {
        (m.At, m.Address, Count: m.End switch { DeliveryState.Sent => Counted.Sent, DeliveryState.Refused => Counted.Refused, _ => (Counted?)null }),
        (m.At, m.Address, Count: m.IsClicked ? Counted.Clicked : null),
    }).Where(m => m.Count is not null).Select(m => (m.At, m.Address, m.Count!.Value)).ToList(), ct);

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

    private async Task Add(IReadOnlyCollection<(DateTimeOffset At, string Address, Counted Count)> mails, CancellationToken ct)
    {
        await recall.Run(mails.Select(m => DomainOf(m.Address)).Distinct(StringComparer.Ordinal), ct);
        // In one order, so that two who write at once wait for each other and never both.
        foreach (var row in mails.GroupBy(m => (Day: nation.Facts.DayOf(m.At), Provider: domains.Of(m.Address))).OrderBy(g => g.Key))
        {
            int Of(Counted count) => row.Count(m => m.Count == count);
            await db.Execute("Mail/Pacing/CountDay", ct, ("day", row.Key.Day), ("provider", EnumText<MailProvider>.Of(row.Key.Provider)), ("sent", Of(Counted.Sent)), ("refused", Of(Counted.Refused)), ("put_off", Of(Counted.PutOff)),
                ("hard", Of(Counted.Hard)), ("blocked", Of(Counted.Blocked)), ("soft", Of(Counted.Soft)), ("complained", Of(Counted.Complained)), ("clicked", Of(Counted.Clicked)));
        }
    }

    private static string DomainOf(string address) => LearnDomains.Key(MailProviders.DomainOf(address).ToString());
}
