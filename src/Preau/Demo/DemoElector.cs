namespace Preau.Demo;

/// <summary>One line of the demo's roll: a synthetic person of voting age. No mail, no phone: a roll has none.</summary>
public sealed record DemoElector(
    int Number,
    char Sex,
    string LastName,
    string? BirthName,
    string FirstName,
    DateOnly BornOn,
    string Line1,
    string? Line2,
    string Postcode,
    string City,
    string CityCode,
    string Quarter,
    string StationCode,
    string StationName);

/// <summary>What the campaign learned of somebody who came to it. Elector is the line of the roll, null for people from elsewhere.</summary>
public sealed record DemoContact(
    DemoElector Person,
    bool IsElector,
    string Email,
    string? Mobile,
    string? Landline,
    string Language,
    string Source,
    DateTimeOffset CreatedAt,
    int? SupportLevel,
    string? Occupation,
    string[] Tags,
    DemoConsent[] Consents,
    string? Note);

public sealed record DemoConsent(string Purpose, bool IsGiven, DateTimeOffset At, string Source);

/// <summary>An answer at a door: a line of the roll that now has a support level.</summary>
public sealed record DemoAnswer(DemoElector Person, int SupportLevel, DateTimeOffset At);
