using System.ComponentModel.DataAnnotations;
using Preau.Law;
using Preau.Shared;

namespace Preau.Donations;

/// <summary>A gift on paper, as it is typed in.</summary>
public sealed class OfflineGiftForm
{
    [Required, Display(Name = "Means of payment")]
    public PaymentMethod Method { get; set; } = PaymentMethod.Cheque;

    [Required, StringLength(20), Display(Name = "Amount")]
    public string Amount { get; set; } = "";

    [Required, Display(Name = "Given on")]
    public DateOnly? GivenOn { get; set; }

    [StringLength(120), Display(Name = "Reference")]
    public string? Reference { get; set; }

    [Required, StringLength(80), Display(Name = "First name")]
    public string FirstName { get; set; } = "";

    [Required, StringLength(80), Display(Name = "Last name")]
    public string LastName { get; set; } = "";

    [StringLength(254), Display(Name = "Mail address")]
    public string? Email { get; set; }

    [StringLength(40), Display(Name = "Telephone")]
    public string? Phone { get; set; }

    [Required, StringLength(2), Display(Name = "Nationality")]
    public string Nationality { get; set; } = "FR";

    [Required, StringLength(120), Display(Name = "Street and number")]
    public string Street { get; set; } = "";

    [StringLength(120), Display(Name = "Second line")]
    public string? Street2 { get; set; }

    [StringLength(12), Display(Name = "Postcode")]
    public string? Postcode { get; set; }

    [Required, StringLength(80), Display(Name = "Town")]
    public string City { get; set; } = "";

    [Required, StringLength(2), Display(Name = "Country of tax domicile")]
    public string Country { get; set; } = "FR";

    [Display(Name = "Role")]
    public DonorRole Role { get; set; }

    [Display(Name = "The donor signed that they give as a natural person")]
    public bool AttestsNaturalPerson { get; set; }

    [Display(Name = "The donor signed that the money comes from their own account, or their own cash")]
    public bool AttestsOwnAccount { get; set; }

    [Display(Name = "Tell the donor by mail that the gift has arrived")]
    public bool IsAcknowledged { get; set; }

    /// <summary>The person whom somebody chose; <see cref="Another"/> where none of those who were proposed is meant.</summary>
    public long? PersonId { get; set; }

    public const long Another = 0;

    [Required, StringLength(40)]
    public string EntryKey { get; set; } = Guid.NewGuid().ToString("n");

    public Donor Donor(string attested, string language, EmailAddress? email, PhoneNumber? phone) => new()
    {
        PersonId = PersonId is Another ? null : PersonId,
        FirstName = FirstName.Trim(),
        LastName = LastName.Trim(),
        Email = email,
        Phone = phone,
        Nationality = Nationality,
        Street = Street.Trim(),
        Street2 = Street2?.Trim() ?? "",
        Postcode = Shared.Postcode.Clean(Postcode, Country),
        City = City.Trim(),
        Country = Country,
        Role = Role,
        AttestsNaturalPerson = AttestsNaturalPerson,
        AttestsOwnAccount = AttestsOwnAccount,
        Attested = attested,
        Language = language,
    };
}
