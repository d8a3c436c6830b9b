using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Preau.Shared;

namespace Preau.People.Profile;

/// <summary>What can be edited of a person, by hand. The form is the whole truth: what was emptied goes.</summary>
public sealed class PersonForm
{
    public const int MaxWays = 20;

    [StringLength(80), Display(Name = "First name")]
    public string? FirstName { get; set; }

    [StringLength(80), Display(Name = "Last name")]
    public string? LastName { get; set; }

    [Display(Name = "Sex")]
    public Sex? Sex { get; set; }

    [Display(Name = "Date of birth")]
    public DateOnly? BornOn { get; set; }

    [StringLength(10), Display(Name = "Language")]
    public string? Language { get; set; }

    [Range(1, 5), Display(Name = "Support level")]
    public int? SupportLevel { get; set; }

    [Range(1, 5), Display(Name = "Priority")]
    public int? Priority { get; set; }

    [StringLength(120), Display(Name = "Employer")]
    public string? Employer { get; set; }

    [StringLength(120), Display(Name = "Occupation")]
    public string? Occupation { get; set; }

    /// <summary>The state of the person that the editor saw.</summary>
    public string? Seen { get; set; }

    public List<EmailRow> Emails { get; set; } = [];
    public List<PhoneRow> Phones { get; set; } = [];
    public List<AddressRow> Addresses { get; set; } = [];

    /// <summary>The campaign's own fields, by slug.</summary>
    public Dictionary<string, string?> Own { get; set; } = new(StringComparer.Ordinal);

    /// <summary>The choices that were ticked of those of several, by slug.</summary>
    public Dictionary<string, string?[]?> Several { get; set; } = new(StringComparer.Ordinal);

    /// <summary>One empty line more of each, to write into.</summary>
    public PersonForm WithRoom(string country)
    {
        if (Emails.Count == 0 || !string.IsNullOrWhiteSpace(Emails[^1].Address)) Emails.Add(new());
        if (Phones.Count == 0 || !string.IsNullOrWhiteSpace(Phones[^1].Number)) Phones.Add(new());
        if (Addresses.Count == 0 || !Addresses[^1].IsEmpty) Addresses.Add(new() { Country = country });
        return this;
    }

    /// <summary>An empty line more of one kind, for somebody who asked for it.</summary>
    public void AddLine(string kind, string country)
    {
        if (kind == "emails" && Emails.Count < MaxWays) Emails.Add(new());
        if (kind == "phones" && Phones.Count < MaxWays) Phones.Add(new());
        if (kind == "addresses" && Addresses.Count < MaxWays) Addresses.Add(new() { Country = country });
    }

    /// <summary>The parsed form; what is wrong stands in the model state, beside its field.</summary>
    public PersonInput? Parse(ModelStateDictionary state, string country, DateOnly today, Words words)
    {
        if (BornOn is { } born && !Ages.IsPossible(born, today)) state.AddModelError("Form.BornOn", words["Nobody alive was born on that day."]);
        var emails = new List<EmailAddress>();
        for (var i = 0; i < Emails.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(Emails[i].Address)) continue;
            if (EmailAddress.TryParse(Emails[i].Address, out var email)) emails.Add(email);
            else state.AddModelError($"Form.Emails[{i}].Address", words["“{0}” is not a mail address.", Emails[i].Address]);
        }
        var phones = new List<PhoneNumber>();
        for (var i = 0; i < Phones.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(Phones[i].Number)) continue;
            if (PhoneNumber.TryParse(Phones[i].Number, country, out var phone)) phones.Add(phone);
            else state.AddModelError($"Form.Phones[{i}].Number", words["“{0}” is not a telephone number. Write it with its country code, such as +33 6…, when it is of another country.", Phones[i].Number]);
        }
        if (Emails.Count > MaxWays || Phones.Count > MaxWays || Addresses.Count > MaxWays) state.AddModelError("", words["At most {0} of each kind.", MaxWays]);
        if (string.IsNullOrWhiteSpace(FirstName) && string.IsNullOrWhiteSpace(LastName) && emails.Count == 0 && phones.Count == 0 && state.IsValid)
            state.AddModelError("Form.LastName", words["Give a name, a mail address or a telephone, so that the person can be found again."]);
        return state.IsValid ? Input(emails, phones, country) : null;
    }

    private PersonInput Input(List<EmailAddress> emails, List<PhoneNumber> phones, string country) => new()
    {
        FirstName = FirstName, LastName = LastName, Sex = Sex, BornOn = BornOn, Language = Language, SupportLevel = SupportLevel, Priority = Priority, Employer = Employer, Occupation = Occupation,
        Emails = emails, Phones = phones, Addresses = [.. Addresses.Where(a => !a.IsEmpty).Select(a => a.Input(country))],
    };
}

public sealed class EmailRow
{
    [StringLength(254), Display(Name = "Mail address")]
    public string? Address { get; set; }

    [Display(Name = "bounces")]
    public bool IsBad { get; set; }
}

public sealed class PhoneRow
{
    [StringLength(40), Display(Name = "Telephone")]
    public string? Number { get; set; }

    [Display(Name = "wrong number")]
    public bool IsBad { get; set; }
}

public sealed class AddressRow
{
    [Display(Name = "Kind of address")]
    public AddressKind Kind { get; set; }

    [StringLength(120), Display(Name = "Street and number")]
    public string? Line1 { get; set; }

    [StringLength(120), Display(Name = "Building, floor")]
    public string? Line2 { get; set; }

    [StringLength(12), Display(Name = "Postcode")]
    public string? Postcode { get; set; }

    [StringLength(80), Display(Name = "City")]
    public string? City { get; set; }

    [StringLength(2), Display(Name = "Country")]
    public string? Country { get; set; }

    public bool IsEmpty => string.IsNullOrWhiteSpace(Line1 + Line2 + Postcode + City);

    public AddressInput Input(string country) =>
        new(Kind, Line1 ?? "", Line2 ?? "", Postcode ?? "", City ?? "", string.IsNullOrWhiteSpace(Country) ? country : Country.Trim().ToUpperInvariant());
}
