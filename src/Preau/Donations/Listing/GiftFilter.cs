using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.Shared;

namespace Preau.Donations.Listing;

/// <summary>Which gifts a list or a file shows. Read from the address, so that a number on another screen can link to exactly its gifts.</summary>
public sealed class GiftFilter
{
    public GiftStatus? Status { get; set; }
    public PaymentMethod? Method { get; set; }
    public DateOnly? From { get; set; }
    public DateOnly? To { get; set; }

    /// <summary>The beginning of a donor's name.</summary>
    public string? Q { get; set; }
    public bool Review { get; set; }

    /// <summary>Those whose money came, given back since or not: what the totals count.</summary>
    public bool Counted { get; set; }

    public bool IsEmpty => Status is null && Method is null && From is null && To is null && string.IsNullOrWhiteSpace(Q) && !Review && !Counted;

    public IQueryable<Gift> Apply(Database db, NationFacts nation)
    {
        var gifts = db.Gifts.AsNoTracking();
        if (Status is { } status) gifts = gifts.Where(g => g.Status == status);
        if (Method is { } method) gifts = gifts.Where(g => g.Method == method);
        if (Counted) gifts = gifts.Where(g => g.Status == GiftStatus.Received || g.Status == GiftStatus.Refunded);
        if (Review) gifts = gifts.Where(g => g.NeedsReview);
        if (From is { } from && nation.StartOf(from) is var start) gifts = gifts.Where(g => g.GivenAt >= start);
        if (To is { Year: < 9999 } to && nation.StartOf(to.AddDays(1)) is var end) gifts = gifts.Where(g => g.GivenAt < end);
        if (NameKey.Of(Q) is { Length: > 0 } key)
        {
            var after = key + '\uffff';
            gifts = gifts.Where(g => db.People.Any(p => p.Id == g.PersonId && p.NameKey.CompareTo(key) >= 0 && p.NameKey.CompareTo(after) < 0));
        }
        return gifts;
    }

    /// <summary>The filter that the end of an address says; what it cannot read is left out.</summary>
    public static GiftFilter Read(string query)
    {
        var values = new QueryValues(query);
        return new()
        {
            Status = values.Choice<GiftStatus>("status"), Method = values.Choice<PaymentMethod>("method"), From = values.Day("from"), To = values.Day("to"),
            Q = values.Text("q"), Review = values.Is("review"), Counted = values.Is("counted"),
        };
    }

    /// <summary>What the audit trail keeps of it: not what was searched for, which is somebody's name.</summary>
    public string WithoutSearch() => QueryText.After("", Values().Where(v => v.Name != "q"));

    /// <summary>The same filter as the end of an address.</summary>
    public string Query(params (string Name, string? Value)[] more) => QueryText.After("", [.. Values(), .. more]);

    private (string Name, string? Value)[] Values() =>
    [
        ("status", Status?.ToString()), ("method", Method?.ToString()),
        ("from", From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("to", To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ("q", Q), ("review", Review ? "true" : null), ("counted", Counted ? "true" : null),
    ];
}
