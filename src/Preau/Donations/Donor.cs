using Preau.Law;
using Preau.People;
using Preau.Shared;

namespace Preau.Donations;

/// <summary>A donor as declared, parsed: what the law asks, and what the person record takes from it.</summary>
public sealed record Donor
{
    public required string FirstName { get; init; }
    public required string LastName { get; init; }
    public EmailAddress? Email { get; init; }
    public PhoneNumber? Phone { get; init; }
    public required string Nationality { get; init; }
    public required string Street { get; init; }
    public string Street2 { get; init; } = "";
    public required string Postcode { get; init; }
    public required string City { get; init; }
    public required string Country { get; init; }
    public bool AttestsNaturalPerson { get; init; }
    public bool AttestsOwnAccount { get; init; }
    public DonorRole Role { get; init; }
    public string Attested { get; init; } = "";
    public string Language { get; init; } = "fr";

    /// <summary>A person the panel chose; visitors are matched by what they typed.</summary>
    public long? PersonId { get; init; }

    /// <summary>The words of the name in alphabetical order, so that first and last name swapped are the same donor.</summary>
    public string NameKey => string.Join(' ', Shared.NameKey.Words($"{LastName} {FirstName}").Order(StringComparer.Ordinal));
    public string PostcodeKey => $"{Country} {Shared.Postcode.Clean(Postcode, Country)}";

    public DonorFacts Facts => new()
    {
        FirstName = FirstName,
        LastName = LastName,
        Nationality = Nationality,
        Street = Street,
        Postcode = Postcode,
        City = City,
        Country = Country,
        AttestsNaturalPerson = AttestsNaturalPerson,
        AttestsOwnAccount = AttestsOwnAccount,
        Role = Role,
    };

    /// <summary>What everybody who works with people may see. The declared address is asked by law, for the campaign account alone, and stays in <see cref="File"/>.</summary>
    public PersonInput Input => new()
    {
        Id = PersonId,
        FirstName = FirstName,
        LastName = LastName,
        Language = Language,
        Emails = Email is { } email ? [email] : [],
        Phones = Phone is { } phone ? [phone] : [],
    };

    public GiftDonor File(long giftId) => new()
    {
        GiftId = giftId,
        FirstName = FirstName,
        LastName = LastName,
        NameKey = NameKey,
        EmailKey = Email?.Key ?? "",
        PostcodeKey = Postcode.Length == 0 ? "" : PostcodeKey,
        Email = Email?.Address ?? "",
        Phone = Phone?.Number ?? "",
        Nationality = Nationality,
        Street = Street,
        Street2 = Street2,
        Postcode = Postcode,
        City = City,
        Country = Country,
        AttestsNaturalPerson = AttestsNaturalPerson,
        AttestsOwnAccount = AttestsOwnAccount,
        Role = Role,
        Attested = Attested,
    };
}
