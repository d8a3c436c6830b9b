using System.Globalization;
using Preau.Shared;

namespace Preau.People.Listing;

/// <summary>Which part of the people a list shows.</summary>
public enum PeopleView
{
    /// <summary>Everybody who came to the campaign.</summary>
    Contacts,

    /// <summary>Those of whom only the electoral roll tells.</summary>
    Roll,
    All,
    Archived,
}

/// <summary>What a list of people is narrowed to; all of it stands in the address, so that a list can be linked to.</summary>
public sealed class PersonFilter
{
    private PeopleView? view;

    public string? Q { get; set; }

    /// <summary>The contacts where nothing is said; on a list, everybody.</summary>
    public PeopleView View { get => view ?? Usual; set => view = value; }

    /// <summary>A list that somebody made (<see cref="ListedPeople"/>): whom it holds.</summary>
    public long? List { get; set; }

    public bool IsOtherView => View != Usual;

    private PeopleView Usual => List is null ? PeopleView.Contacts : PeopleView.All;
    public long? Tag { get; set; }
    public int? Support { get; set; }
    public int? Priority { get; set; }

    /// <summary>A whole source («import:3») or its kind («import»).</summary>
    public string? Source { get; set; }

    /// <summary>«me», «nobody» or an account's number.</summary>
    public string? Assignee { get; set; }
    public string? Consent { get; set; }

    /// <summary>Agreed to it on this day or later.</summary>
    public DateOnly? AgreedFrom { get; set; }

    /// <summary>Agreed to it on this day or before.</summary>
    public DateOnly? AgreedTo { get; set; }

    /// <summary>«mail» or «phone».</summary>
    public string? Has { get; set; }

    /// <summary>The name of a <see cref="PeopleSet"/>: whom a number on another screen counts.</summary>
    public string? Set { get; set; }

    /// <summary>Where they live, as <see cref="PlacedPeople"/> names it.</summary>
    public string? Place { get; set; }

    /// <summary>Choices of the campaign's own fields, as <see cref="OwnFilters"/> reads them.</summary>
    public string?[] Own { get; set; } = [];

    public IEnumerable<string> OwnSaid => Own.OfType<string>().Where(o => o.Length > 0).Distinct(StringComparer.Ordinal);

    /// <summary>Came on this day or later, in the campaign's time zone.</summary>
    public DateOnly? From { get; set; }

    /// <summary>Came on this day or before.</summary>
    public DateOnly? To { get; set; }

    public string? Sort { get; set; }

    public bool IsByName => Sort == "name" || (Sort is null && View == PeopleView.Roll);

    public const int LongestSearch = 200;

    /// <summary>What is searched for: of a text that is longer than names are, the beginning.</summary>
    public string Search => string.Concat((Q ?? "").EnumerateRunes().Take(LongestSearch)).Trim();

    public bool IsNarrowed => Search.Length > 0 || Tag is not null || Support is not null || Priority is not null || Source is { Length: > 0 } || Assignee is { Length: > 0 }
        || Consent is { Length: > 0 } || Has is { Length: > 0 } || Set is { Length: > 0 } || Place is { Length: > 0 } || From is not null || To is not null || OwnSaid.Any();

    public Purpose? ConsentPurpose => EnumText<Purpose>.TryParse(Consent, out var purpose) ? purpose : null;

    /// <summary>The list's address with one thing changed; null takes it away. Where one was in the list does not carry over.</summary>
    public string With(string name, object? value) => Address(Values().Where(p => p.Name != name && !(name == "consent" && p.Name.StartsWith("agreed", StringComparison.Ordinal))).Append((name, Text(value))));

    public string WithoutOwn(string said) => Address(Values().Where(p => p != ("own", said)));

    public string Address() => Address(Values());

    /// <summary>Where the list stands: a list that somebody made has a page of its own.</summary>
    public string Path => List is { } id ? string.Create(CultureInfo.InvariantCulture, $"/lists/{id}") : "/people";

    /// <summary>The part after «?», for links to other pages over the same people.</summary>
    public string Query => QueryText.Of(Values().Append(("list", Text(List))));

    /// <summary>What the audit trail keeps of it: not what was searched for, which is mostly somebody's name or address.</summary>
    public string WithoutSearch => QueryText.Of(Values().Append((Name: "list", Value: Text(List))).Where(p => p.Name != "q"));

    public IEnumerable<(string Name, string? Value)> Values() =>
    [
        ("q", Search), ("view", View == Usual ? null : EnumText<PeopleView>.Of(View)), ("tag", Text(Tag)), ("support", Text(Support)), ("priority", Text(Priority)), ("source", Source),
        ("assignee", Assignee), ("consent", Consent), ("agreedFrom", Consent is null ? null : Text(AgreedFrom)), ("agreedTo", Consent is null ? null : Text(AgreedTo)), ("has", Has), ("set", Set), ("place", Place), ("from", Text(From)), ("to", Text(To)), ("sort", Sort), .. OwnSaid.Select(o => ("own", (string?)o)),
    ];

    private string Address(IEnumerable<(string Name, string? Value)> values) => QueryText.After(Path, values);

    /// <summary>The filter that a query says; what it cannot read is left out.</summary>
    public static PersonFilter Read(string query)
    {
        var values = new QueryValues(query);
        return new()
        {
            Q = values.Text("q"), view = EnumText<PeopleView>.TryParse(values.Text("view"), out var view) ? view : null, List = values.Number("list"), Tag = values.Number("tag"), Support = (int?)values.Number("support"), Priority = (int?)values.Number("priority"),
            Source = values.Text("source"), Assignee = values.Text("assignee"), Consent = values.Text("consent"), AgreedFrom = values.Day("agreedFrom"), AgreedTo = values.Day("agreedTo"), Has = values.Text("has"),
            Set = values.Text("set"), Place = values.Text("place"), From = values.Day("from"), To = values.Day("to"), Sort = values.Text("sort"), Own = values.All("own"),
        };
    }

    private static string? Text(object? value) => value switch
    {
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
