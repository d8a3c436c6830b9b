using Microsoft.EntityFrameworkCore;
using Preau.Actions;
using Preau.Donations;
using Preau.Mail;

namespace Preau.Dashboard.Counting;

public readonly record struct ShareKey(long PersonId, Measure Measure, DateOnly Day, string Source);

public readonly record struct Amount(long Count, long Cents)
{
    public static Amount operator +(Amount a, Amount b) => new(a.Count + b.Count, a.Cents + b.Cents);

    public static Amount operator -(Amount a) => new(-a.Count, -a.Cents);
}

/// <summary>What people add to the days, as the tables stand: the one definition of everything that the dashboard counts. Each measure has a list that finds the same rows.</summary>
public sealed class Shares(Database db, CurrentNation nation)
{
    public async Task<Dictionary<ShareKey, Amount>> Of(long[] ids, CancellationToken ct)
    {
        var shares = new Dictionary<ShareKey, Amount>();
        await People(ids, shares, ct);
        foreach (var taken in await db.ActionsTaken.Where(a => EF.Parameter(ids).Contains(a.PersonId)).Select(a => new { a.PersonId, a.Kind, a.PageGroupId, a.At }).ToListAsync(ct))
            Add(shares, new(taken.PersonId, Of(taken.Kind), nation.Facts.DayOf(taken.At), $"page:{taken.PageGroupId}"), new(1, 0));
        var gifts = db.Gifts.Where(g => EF.Parameter(ids).Contains(g.PersonId) && (g.Status == GiftStatus.Received || g.Status == GiftStatus.Refunded));
        foreach (var gift in await gifts.Select(g => new { g.PersonId, g.GivenAt, g.AmountCents, g.RefundedCents }).ToListAsync(ct))
            Add(shares, new(gift.PersonId, Measure.Gifts, nation.Facts.DayOf(gift.GivenAt), ""), new(1, gift.AmountCents - gift.RefundedCents));
        return shares;
    }

    private async Task People(long[] ids, Dictionary<ShareKey, Amount> shares, CancellationToken ct)
    {
        var contacts = await db.People.Where(p => EF.Parameter(ids).Contains(p.Id) && p.ArchivedAt == null && !p.IsRollOnly).Select(p => new { p.Id, p.CreatedAt, p.Source }).ToListAsync(ct);
        foreach (var person in contacts) Add(shares, new(person.Id, Measure.Contacts, nation.Facts.DayOf(person.CreatedAt), person.Source), new(1, 0));
        var known = contacts.Select(p => p.Id).ToArray();
        if (known.Length == 0) return;
        var willing = await db.ConsentStates.Where(s => EF.Parameter(known).Contains(s.PersonId) && s.Purpose == Purpose.News && s.IsGiven).Select(s => new { s.PersonId, s.At }).ToListAsync(ct);
        foreach (var person in willing) Add(shares, new(person.PersonId, Measure.News, nation.Facts.DayOf(person.At), ""), new(1, 0));
        var asked = willing.Select(p => p.PersonId).ToArray();
        if (asked.Length == 0) return;
        var reached = (await db.PersonEmails.Where(e => EF.Parameter(asked).Contains(e.PersonId) && !e.IsBad).Select(e => e.PersonId).Distinct().ToListAsync(ct)).ToHashSet();
        reached.ExceptWith(await db.MailDeliveries.Where(d => EF.Parameter(asked).Contains(d.PersonId) && (d.State == DeliveryState.Sent || d.State == DeliveryState.Unknown)).Select(d => d.PersonId).Distinct().ToListAsync(ct));
        foreach (var person in willing.Where(p => reached.Contains(p.PersonId))) Add(shares, new(person.PersonId, Measure.Unwritten, nation.Facts.DayOf(person.At), ""), new(1, 0));
    }

    private static Measure Of(ActionKind kind) => kind switch
    {
        ActionKind.SignUp => Measure.SignUps,
        ActionKind.Signature => Measure.Signatures,
    };

    private static void Add(Dictionary<ShareKey, Amount> shares, ShareKey key, Amount amount) => shares[key] = shares.GetValueOrDefault(key) + amount;
}
