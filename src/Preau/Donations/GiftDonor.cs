using Preau.Law;
using Preau.Shared;

namespace Preau.Donations;

/// <summary>The donor as the campaign account asks for them, as they declared at the time. Seen by finance only, kept as long as the account is.</summary>
public sealed class GiftDonor : IOwned
{
    public NationId NationId { get; set; }
    public long GiftId { get; init; }
    public required string FirstName { get; init; }
    public required string LastName { get; init; }

    /// <summary>Name, mail and postcode folded: two records of one person are told by them when the ceiling is counted.</summary>
    public required string NameKey { get; init; }
    public required string EmailKey { get; init; }
    public required string PostcodeKey { get; init; }
    public required string Email { get; init; }
    public required string Phone { get; init; }
    public required string Nationality { get; init; }
    public required string Street { get; init; }
    public required string Street2 { get; init; }
    public required string Postcode { get; init; }
    public required string City { get; init; }
    public required string Country { get; init; }
    public bool AttestsNaturalPerson { get; init; }
    public bool AttestsOwnAccount { get; init; }
    public DonorRole Role { get; init; }
    public string? CardCountry { get; set; }

    /// <summary>The words that the donor attested, in the language they read.</summary>
    public required string Attested { get; init; }

    /// <summary>The donor of this gift, to be judged once more.</summary>
    public Donor Declared(Gift gift) => new()
    {
        PersonId = gift.PersonId,
        FirstName = FirstName,
        LastName = LastName,
        Email = EmailAddress.TryParse(Email, out var email) ? email : null,
        Phone = null,
        Nationality = Nationality,
        Street = Street,
        Street2 = Street2,
        Postcode = Postcode,
        City = City,
        Country = Country,
        Role = Role,
        AttestsNaturalPerson = AttestsNaturalPerson,
        AttestsOwnAccount = AttestsOwnAccount,
        Attested = Attested,
        Language = gift.Language,
    };
}
