using System.Globalization;

namespace Preau.Capital;

/// <summary>When points of a type come by themselves.</summary>
public enum Occasion
{
    /// <summary>Only when somebody gives them.</summary>
    Hand,
    SignUp,
    Signature,
    Gift,
}

/// <summary>A reason that a campaign gives points for, and how many it usually is worth.</summary>
public sealed class CapitalType : INumbered
{
    public NationId NationId { get; set; }
    public long Id { get; set; }
    public string Name { get; private set; } = "";

    /// <summary>Two types of one name would be one too many. A removed type gives its name free.</summary>
    public string NameKey { get; private set; } = "";
    public long AmountCents { get; set; }
    public Occasion Occasion { get; set; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not given any more; lines of the ledger still say its name.</summary>
    public DateTimeOffset? RemovedAt { get; private set; }

    public void Call(string name) => (Name, NameKey) = (name, Shared.NameKey.Of(name));

    public void Remove(DateTimeOffset at) => (RemovedAt, NameKey) = (at, string.Create(CultureInfo.InvariantCulture, $"#{Id}"));

    public void Restore() => (RemovedAt, NameKey) = (null, Shared.NameKey.Of(Name));
}
