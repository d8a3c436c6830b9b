using System.Globalization;

namespace Preau.Memberships;

/// <summary>What people can be members of: the party, the support association, the circle of donors.</summary>
public sealed class MembershipType : INumbered
{
    public const int NameLength = 50;

    /// <summary>As many as a choice shows.</summary>
    public const int Most = 200;

    public NationId NationId { get; set; }
    public long Id { get; set; }
    public string Name { get; private set; } = "";

    /// <summary>Two types of one name would be one too many. A removed type gives its name free.</summary>
    public string NameKey { get; private set; } = "";
    public string Description { get; set; } = "";

    /// <summary>For so many days after it ran out, a membership still counts.</summary>
    public int GraceDays { get; set; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Given no more; memberships of it stay.</summary>
    public DateTimeOffset? RemovedAt { get; private set; }

    public void Call(string name) => (Name, NameKey) = (name, Shared.NameKey.Of(name));

    public void Remove(DateTimeOffset at) => (RemovedAt, NameKey) = (at, string.Create(CultureInfo.InvariantCulture, $"#{Id}"));

    public void Restore() => (RemovedAt, NameKey) = (null, Shared.NameKey.Of(Name));
}
