using Preau.Shared;

namespace Preau.People;

/// <summary>What somebody told us, or a file says, of one person: parsed, so that nothing in it can be wrong any more. Null and empty mean «not said».</summary>
public sealed record PersonInput
{
    public long? Id { get; init; }
    public IReadOnlyList<(string Source, string Value)> ExternalIds { get; init; } = [];
    public string? FirstName { get; init; }
    public string? LastName { get; init; }
    public Sex? Sex { get; init; }
    public DateOnly? BornOn { get; init; }
    public string? Language { get; init; }
    public int? SupportLevel { get; init; }
    public int? Priority { get; init; }
    public string? Employer { get; init; }
    public string? Occupation { get; init; }
    public IReadOnlyList<EmailAddress> Emails { get; init; } = [];
    public IReadOnlyList<PhoneNumber> Phones { get; init; } = [];
    public IReadOnlyList<AddressInput> Addresses { get; init; } = [];
    public IReadOnlyList<string> Tags { get; init; } = [];

    public PersonKeys Keys => new()
    {
        Id = Id,
        ExternalIds = ExternalIds,
        EmailKeys = [.. Emails.Select(e => e.Key)],
        PhoneKeys = [.. Phones.Select(p => p.Key)],
        FirstName = FirstName ?? "",
        LastName = LastName ?? "",
    };
}

public sealed record AddressInput(AddressKind Kind, string Line1, string Line2, string Postcode, string City, string Country)
{
    public string? CityCode { get; init; }
    public string? Region { get; init; }

    public void CopyTo(PersonAddress address)
    {
        var (city, postcode) = (City.Trim(), Shared.Postcode.Clean(Postcode, Country));
        // The code that another town had says nothing of this one.
        var isThere = (NameKey.Of(city), postcode, Country) == (address.CityKey, address.Postcode, address.Country);
        address.CityCode = CityCode ?? (isThere ? address.CityCode : null);
        (address.Line1, address.Line2, address.City, address.Postcode, address.Country) = (Line1.Trim(), Line2.Trim(), city, postcode, Country);
        address.Region = Region ?? address.Region;
    }

    public bool IsEmpty => Line1.Length + Line2.Length + Postcode.Length + City.Length == 0;
}
