using System.Globalization;
using Preau.Shared;

namespace Preau.Mail.Report;

/// <summary>Which deliveries of a mail a list or a file shows. Read from the address, so that each total leads to exactly those that it counts.</summary>
public sealed class DeliveryFilter
{
    /// <summary>«Waiting» has those that are in a process's hands just now, too.</summary>
    public DeliveryState? State { get; set; }
    public bool Clicked { get; set; }
    public bool Unsubscribed { get; set; }

    /// <summary>Of texts: those that the network said arrived.</summary>
    public bool Arrived { get; set; }
    /// <summary>The relay had taken it, and it came back.</summary>
    public bool Bounced { get; set; }

    /// <summary>They called it spam.</summary>
    public bool Complained { get; set; }

    /// <summary>A link that they followed.</summary>
    public long? Link { get; set; }

    /// <summary>Those whom the lot gave this version of the mail.</summary>
    public int? Version { get; set; }

    /// <summary>The beginning of a last name.</summary>
    public string? Q { get; set; }

    public bool IsEmpty => State is null && !Clicked && !Unsubscribed && !IsAfter && IsPlain;

    /// <summary>Asks for what came of it after the hand-over.</summary>
    private bool IsAfter => Arrived || Bounced || Complained;

    /// <summary>The number of the report that this list opens from; null where none stands there.</summary>
    public Func<BlastTotal, long>? Named => (State, Clicked, Unsubscribed) switch
    {
        (null, false, false) when Arrived && !Bounced && !Complained && IsPlain => t => t.Delivered,
        (null, false, false) when Bounced && !Arrived && !Complained && IsPlain => t => t.Bounced,
        (null, false, false) when Complained && !Arrived && !Bounced && IsPlain => t => t.Complained,
        _ when IsAfter || !IsPlain => null,
        (null, false, false) => t => t.Audience,
        (null, true, false) => t => t.Clicked,
        (null, false, true) => t => t.Unsubscribed,
        (DeliveryState.Sent, false, false) => t => t.Sent,
        (DeliveryState.Refused, false, false) => t => t.Refused,
        (DeliveryState.Skipped, false, false) => t => t.Skipped,
        (DeliveryState.Unknown, false, false) => t => t.Unknown,
        (DeliveryState.Cancelled, false, false) => t => t.Cancelled,
        (DeliveryState.HeldOut, false, false) => t => t.HeldOut,
        (DeliveryState.Waiting or DeliveryState.Leased, false, false) => t => t.Waiting,
        _ => null,
    };

    /// <summary>The link whose followers this list shows, all of them; null for other lists.</summary>
    public long? Followed => State is null && !Clicked && !Unsubscribed && !IsAfter && Version is null && string.IsNullOrWhiteSpace(Q) ? Link : null;

    private bool IsPlain => Link is null && Version is null && string.IsNullOrWhiteSpace(Q);

    /// <summary>The filter that the end of an address says; what it cannot read is left out.</summary>
    public static DeliveryFilter Read(string query)
    {
        var values = new QueryValues(query);
        return new() { State = values.Choice<DeliveryState>("state"), Clicked = values.Is("clicked"), Unsubscribed = values.Is("unsubscribed"), Arrived = values.Is("arrived"), Bounced = values.Is("bounced"), Complained = values.Is("complained"), Link = values.Number("link"), Version = values.Number("version") is >= 0 and < 100 and var version ? (int)version : null, Q = values.Text("q") };
    }

    private bool IsOfWaiting => State is DeliveryState.Waiting or DeliveryState.Leased;

    // Those of one end are few or many, but lie in the store in the order of their time.
    private bool IsByTime => State is not null && !IsOfWaiting && !Clicked && !Unsubscribed && !IsAfter && IsPlain;

    public IQueryable<MailDelivery> Apply(Database db, Blast blast)
    {
        var deliveries = db.MailDeliveries.Where(d => d.BlastId == blast.Id && d.Month == blast.Month);
        if (IsOfWaiting) deliveries = deliveries.Where(d => d.State == DeliveryState.Waiting || d.State == DeliveryState.Leased);
        else if (State is { } state) deliveries = deliveries.Where(d => d.State == state);
        if (Clicked || Link is not null) deliveries = deliveries.Where(d => d.ClickedAt != null);
        if (Arrived) deliveries = deliveries.Where(d => d.DeliveredAt != null);
        if (Unsubscribed) deliveries = deliveries.Where(d => d.UnsubscribedAt != null);
        if (Bounced) deliveries = deliveries.Where(d => d.BouncedAt != null);
        if (Complained) deliveries = deliveries.Where(d => d.ComplainedAt != null);
        // Who followed a link, and whom a name finds, is gathered once: asked of each delivery, it would be looked up a million times.
        if (Link is { } link) deliveries = deliveries.Where(d => db.MailClicks.Where(c => c.BlastId == blast.Id && c.MailLinkId == link).Select(c => c.PersonId).Contains(d.PersonId));
        if (Version is { } place) deliveries = deliveries.Where(d => d.Version == place && !d.IsRest && d.State != DeliveryState.HeldOut);
        if (NameKey.Of(Q) is { Length: > 0 } key)
        {
            var after = key + '\uffff';
            deliveries = deliveries.Where(d => db.People.Where(p => p.NameKey.CompareTo(key) >= 0 && p.NameKey.CompareTo(after) < 0).Select(p => p.Id).Contains(d.PersonId));
        }

        return deliveries;
    }

    /// <summary>In the order of the list, from behind the last row of the part before.</summary>
    public IQueryable<MailDelivery> InOrder(IQueryable<MailDelivery> deliveries, string? after)
    {
        var place = Place(after);
        if (IsByTime)
        {
            if (place is (var at, var person)) deliveries = deliveries.Where(d => d.NextAt < at || (d.NextAt == at && d.PersonId < person));
            return deliveries.OrderByDescending(d => d.NextAt).ThenByDescending(d => d.PersonId);
        }

        if (place is (_, var last)) deliveries = deliveries.Where(d => d.PersonId < last);
        return deliveries.OrderByDescending(d => d.PersonId);
    }

    public static string PlaceOf(DateTimeOffset at, long personId) => string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks}~{personId}");

    /// <summary>What the audit trail keeps of it: not what was searched for, which is somebody's name.</summary>
    public string WithoutSearch() => QueryText.After("", Values().Where(v => v.Name != "q"));

    /// <summary>The same filter as the end of an address.</summary>
    public string Query(string? after = null) => QueryText.After("", [.. Values(), ("after", after)]);

    private (string Name, string? Value)[] Values() =>
    [
        ("state", State?.ToString()), ("clicked", Clicked ? "true" : null), ("unsubscribed", Unsubscribed ? "true" : null), ("arrived", Arrived ? "true" : null), ("bounced", Bounced ? "true" : null), ("complained", Complained ? "true" : null),
        ("link", Link?.ToString(CultureInfo.InvariantCulture)), ("version", Version?.ToString(CultureInfo.InvariantCulture)), ("q", Q),
    ];

    private static (DateTimeOffset At, long PersonId)? Place(string? after) =>
        after?.Split('~') is [var at, var person]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
        && long.TryParse(person, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (new DateTimeOffset(ticks, TimeSpan.Zero), number)
            : null;
}
