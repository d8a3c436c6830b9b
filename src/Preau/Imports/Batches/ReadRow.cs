using Preau.Electors.Roll;
using Preau.Electors.Votes;
using Preau.Imports.Named;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports.Batches;

/// <summary>A row read as a person, or why it is none (a sentence to translate, with the values it speaks of).</summary>
public sealed record ReadRow(
    long Line, string Raw, PersonInput? Person, string? Note, IReadOnlyList<(CustomField Field, CustomValue Value)> Fields,
    IReadOnlyList<(Purpose Purpose, ConsentSaid Said)> Consents, IReadOnlyCollection<string> Bad, string? Refusal, object?[] About)
{
    /// <summary>Of an electoral roll, what the row says of the elector.</summary>
    public RollEntry? Roll { get; init; }

    /// <summary>Of a voter history, the ballot that it tells of; the row says nothing else.</summary>
    public BallotEntry? Ballot { get; init; }

    /// <summary>Party and voting facts, by their names.</summary>
    public IReadOnlyDictionary<string, string> Voter { get; init; } = NoFacts;

    public SaidPoints? Points { get; init; }
    public IReadOnlyList<SaidMembership> Memberships { get; init; } = [];

    /// <summary>Whom else the row names.</summary>
    public IReadOnlyList<SaidNaming> Named { get; init; } = [];

    /// <summary>Whether it says nothing of somebody but what they are called, how they are reached, and what they agree to.</summary>
    public bool IsOfNamesAndWays => Person is { ExternalIds: [], Addresses: [], Tags: [], Sex: null, BornOn: null, Language: null, SupportLevel: null, Priority: null, Employer: null, Occupation: null }
        && Roll is null && Ballot is null && Note is null && Points is null && Fields.Count + Voter.Count + Memberships.Count + Named.Count == 0;

    private static readonly Dictionary<string, string> NoFacts = new(StringComparer.Ordinal);
}

public enum ConsentSaid
{
    Yes,

    /// <summary>Not given: takes back what was given, but says nothing of somebody who was never asked.</summary>
    No,

    /// <summary>Taken back, whatever was known before.</summary>
    Withdrawn,
}

/// <summary>The cells of a row as they gather to a person.</summary>
internal sealed class RowPerson(string country)
{
    private AddressInput?[]? addresses;
    private string? lastEmail;
    private string? lastPhone;

    public long? Id { get; set; }
    public string? FirstName { get; set; }
    public string? LastName { get; set; }
    public Sex? Sex { get; set; }
    public DateOnly? BornOn { get; set; }
    public string? Language { get; set; }
    public int? SupportLevel { get; set; }
    public int? Priority { get; set; }
    public string? Employer { get; set; }
    public string? Occupation { get; set; }
    public string? Note { get; set; }
    public List<(string Source, string Value)> ExternalIds { get; } = [];
    public List<EmailAddress> Emails { get; } = [];

    /// <summary>Keys of addresses and numbers that the file says do not work.</summary>
    public List<string> Bad { get; } = [];
    public List<PhoneNumber> Phones { get; } = [];
    public List<string> Tags { get; } = [];
    public RowVotes? Votes { get; set; }
    public List<(CustomField, CustomValue)> Fields { get; } = [];
    public List<(Purpose, ConsentSaid)> Consents { get; } = [];

    public SaidPoints? Points { get; set; }
    public RowMemberships? Memberships { get; set; }
    public List<SaidNaming> Named { get; } = [];

    public bool IsNobody => Id is null && FirstName is null && LastName is null && Emails.Count + Phones.Count + ExternalIds.Count == 0;

    public void Add(EmailAddress email)
    {
        Emails.Add(email);
        lastEmail = email.Key;
    }

    public void Add(PhoneNumber phone)
    {
        Phones.Add(phone);
        lastPhone = phone.Key;
    }

    /// <summary>A cell without a value: what is said of «the one before» does not mean one further left.</summary>
    public void Passes(string target)
    {
        if (target == "email") lastEmail = null;
        if (target == "phone") lastPhone = null;
    }

    public void LastEmailIsBad()
    {
        if (lastEmail is not null) Bad.Add(lastEmail);
    }

    public void LastPhoneIsBad()
    {
        if (lastPhone is not null) Bad.Add(lastPhone);
    }

    public void Address(AddressKind kind, string part, string text)
    {
        addresses ??= new AddressInput?[Enum.GetValues<AddressKind>().Length];
        ref var address = ref addresses[(int)kind];
        address ??= new AddressInput(kind, "", "", "", "", country);
        address = part switch
        {
            "line1" => address with { Line1 = text },
            "line2" => address with { Line2 = text },
            "postcode" => address with { Postcode = text },
            "city" => address with { City = text },
            "region" => address with { Region = text },
            _ => address with { Country = text },
        };
    }

    public PersonInput Input() => new()
    {
        Id = Id, ExternalIds = ExternalIds, FirstName = FirstName, LastName = LastName, Sex = Sex, BornOn = BornOn, Language = Language, SupportLevel = SupportLevel, Priority = Priority, Employer = Employer, Occupation = Occupation,
        Emails = Emails, Phones = Phones, Tags = Tags, Addresses = addresses is null ? [] : [.. addresses.OfType<AddressInput>().Where(a => !a.IsEmpty || a.Region is not null)],
    };
}
