using System.Diagnostics;
using System.Globalization;

namespace Preau.Electors.Votes;

/// <summary>What voter files say of somebody as an elector: the party they registered with, since when, whether they vote early or by post, and their precinct.</summary>
public sealed class VoterFacts : IPersonOwned
{
    /// <summary>As targets of imports and the journal of an import name them.</summary>
    public static readonly IReadOnlyList<string> Fields = ["party", "previous_party", "registered_on", "is_active", "is_early", "is_absentee", "is_permanent_absentee", "precinct_code", "precinct_name"];

    public NationId NationId { get; set; }
    public long PersonId { get; init; }
    public string? Party { get; set; }

    /// <summary>Follows the party by itself.</summary>
    public string PartyKey { get => Shared.NameKey.Of(Party); private set { } }
    public string? PreviousParty { get; set; }
    public DateOnly? RegisteredOn { get; set; }
    public bool? IsActive { get; set; }
    public bool? IsEarly { get; set; }
    public bool? IsAbsentee { get; set; }
    public bool? IsPermanentAbsentee { get; set; }
    public string? PrecinctCode { get; set; }
    public string? PrecinctName { get; set; }

    public static bool IsFlag(string field) => field.StartsWith("is_", StringComparison.Ordinal);

    public string? Read(string field) => field switch
    {
        "party" => Party,
        "previous_party" => PreviousParty,
        "registered_on" => RegisteredOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "is_active" => Text(IsActive),
        "is_early" => Text(IsEarly),
        "is_absentee" => Text(IsAbsentee),
        "is_permanent_absentee" => Text(IsPermanentAbsentee),
        "precinct_code" => PrecinctCode,
        "precinct_name" => PrecinctName,
        _ => throw new UnreachableException(),
    };

    public void Put(string field, string? text)
    {
        switch (field)
        {
            case "party": Party = text; break;
            case "previous_party": PreviousParty = text; break;
            case "registered_on": RegisteredOn = text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture); break;
            case "is_active": IsActive = Flag(text); break;
            case "is_early": IsEarly = Flag(text); break;
            case "is_absentee": IsAbsentee = Flag(text); break;
            case "is_permanent_absentee": IsPermanentAbsentee = Flag(text); break;
            case "precinct_code": PrecinctCode = text; break;
            case "precinct_name": PrecinctName = text; break;
            default: throw new UnreachableException();
        }
    }

    public bool IsEmpty => Fields.All(f => Read(f) is null);

    private static string? Text(bool? flag) => flag is { } value ? (value ? "true" : "false") : null;

    private static bool? Flag(string? text) => text is null ? null : text == "true";
}
