using Preau.Shared;

namespace Preau.People;

/// <summary>A mail address of a person. The first by position that is neither bad nor shut is the one that is written to.</summary>
public sealed class PersonEmail : INumbered, IPersonOwned
{
    public NationId NationId { get; set; }
    public long Id { get; set; }
    public long PersonId { get; init; }
    public required string Address { get; set; }
    public required string EmailKey { get; set; }
    public int Position { get; set; }

    /// <summary>Bounced for good, or refused by the person's provider.</summary>
    public bool IsBad { get; set; }

    /// <summary>Why, as somebody said it by hand.</summary>
    public string? BadReason { get; set; }

    /// <summary>Among the <see cref="Suppressions"/>, whose fingerprints no set can be compared with: only they write this.</summary>
    public bool IsShut { get; set; }

    public static PersonEmail Of(long personId, EmailAddress email, int position, bool isShut) =>
        new() { PersonId = personId, Address = email.Address, EmailKey = email.Key, Position = position, IsShut = isShut };
}

public sealed class PersonPhone : INumbered, IPersonOwned
{
    public NationId NationId { get; set; }
    public long Id { get; set; }
    public long PersonId { get; init; }

    /// <summary>E.164, or as it was written where it could not be read as a number.</summary>
    public required string Number { get; set; }
    public required string PhoneKey { get; set; }
    public PhoneKind Kind { get; set; }
    public int Position { get; set; }
    public bool IsBad { get; set; }

    /// <summary>Why, as somebody said it by hand.</summary>
    public string? BadReason { get; set; }

    public static PersonPhone Of(long personId, PhoneNumber phone, int position) =>
        new() { PersonId = personId, Number = phone.Number, PhoneKey = phone.Key, Kind = phone.Kind, Position = position };
}

public enum AddressKind
{
    Home,
    Work,
    Mailing,
    Registered,
    Billing,
}

public sealed class PersonAddress : INumbered, IPersonOwned
{
    public NationId NationId { get; set; }
    public long Id { get; set; }
    public long PersonId { get; init; }
    public AddressKind Kind { get; set; }
    public string Line1 { get; set; } = "";
    public string Line2 { get; set; } = "";
    public string Postcode { get; set; } = "";
    public string City { get; set; } = "";

    /// <summary>The city folded for search and segments.</summary>
    public string CityKey { get => NameKey.Of(City); private set { } }

    /// <summary>The official code of the commune (INSEE in France), where it is known.</summary>
    public string? CityCode { get; set; }
    public string? Region { get; set; }
    public string Country { get; set; } = "FR";
    public int Position { get; set; }
}

/// <summary>The number that another system gives this person, kept per system.</summary>
public sealed class PersonExternalId : IPersonOwned
{
    public NationId NationId { get; set; }

    /// <summary>«nationbuilder», «external», «van»…</summary>
    public required string Source { get; init; }
    public required string Value { get; init; }
    public long PersonId { get; set; }
}
