namespace Preau.People;

/// <summary>Somebody the campaign knows: a supporter, a donor, an elector of the roll.</summary>
public sealed class Person : IPerson, IAssigned
{
    public NationId NationId { get; set; }
    public long Id { get; set; }
    public string FirstName { get; set; } = "";
    public string LastName { get; set; } = "";

    /// <summary>Last and first name folded for search and order: «dupont jean». Follows the names by itself.</summary>
    public string NameKey { get => Shared.NameKey.Of(LastName, FirstName); private set { } }

    /// <summary>The other way round, «jean dupont», because people search both ways.</summary>
    public string GivenKey { get => Shared.NameKey.Of(FirstName, LastName); private set { } }
    public Sex? Sex { get; set; }
    public DateOnly? BornOn { get; set; }

    /// <summary>In which language this person is written to; the nation's when not known.</summary>
    public string? Language { get; set; }

    /// <summary>1 strong support … 5 strong opposition. Political opinion (GDPR art. 9): never a criterion for mail or texts.</summary>
    public int? SupportLevel { get; set; }
    /// <summary>1 first … 5 last: whom the campaign wants to win before others.</summary>
    public int? Priority { get; set; }
    public string? Employer { get; set; }
    public string? Occupation { get; set; }

    /// <summary>Where the person first came from: «import:12», «page:signup», «roll», «panel».</summary>
    public string Source { get; set; } = "panel";

    /// <summary>On an electoral roll, without a mail address or telephone: may be visited and written to by post, nothing else.</summary>
    public bool IsRollOnly { get; set; }

    /// <summary>The account that looks after this person.</summary>
    public long? AssigneeId { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ChangedAt { get; set; }
    public DateTimeOffset? ArchivedAt { get; set; }

    public string FullName => $"{FirstName} {LastName}".Trim();

    public void Archive(DateTimeOffset at) => ArchivedAt ??= at;

    public void Restore() => ArchivedAt = null;
}

public enum Sex
{
    Female,
    Male,
    Other,
}
