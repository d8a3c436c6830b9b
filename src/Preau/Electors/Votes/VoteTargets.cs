using System.Text.RegularExpressions;
using Preau.Imports;
using Preau.Shared;

namespace Preau.Electors.Votes;

/// <summary>What a column of a voter file can become, beside what people have anyway.</summary>
public static partial class VoteTargets
{
    public const string Facts = "voter:";
    public const string Ballot = "ballot:";
    public const string HeldOn = "ballot:held_on";
    public const string Election = "ballot:election";
    public const string Country = "ballot:country";
    public const string State = "ballot:state";
    public const string Method = "ballot:method";
    public const string Party = "ballot:party";
    public const string CastOn = "ballot:cast_on";
    public const int Longest = 120;

    public static readonly string[] FactTargets = [.. VoterFacts.Fields.Select(f => Facts + f)];
    public static readonly string[] BallotTargets = [HeldOn, Election, Country, State, Method, Party, CastOn];

    /// <summary>As other systems name them, folded.</summary>
    public static readonly IReadOnlyDictionary<string, string> Names = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["party"] = "voter:party", ["previous party"] = "voter:previous_party", ["registered at"] = "voter:registered_on", ["is active voter"] = "voter:is_active", ["is early voter"] = "voter:is_early", ["is absentee voter"] = "voter:is_absentee",
        ["is permanent absentee voter"] = "voter:is_permanent_absentee", ["precinct code"] = "voter:precinct_code", ["precinct name"] = "voter:precinct_name",
        ["signup id"] = "external:nationbuilder", ["voter guid"] = "external:nbec", ["election at"] = HeldOn, ["election country"] = Country, ["election state"] = State, ["ballot vote method"] = Method, ["ballot party"] = Party, ["ballot cast at"] = CastOn,
    };

    public static bool Is(string target) => target.StartsWith(Facts, StringComparison.Ordinal) || target.StartsWith(Ballot, StringComparison.Ordinal);

    public static string Label(string target, Words words) => target switch
    {
        "voter:party" => words["Party"],
        "voter:previous_party" => words["Party before"],
        "voter:registered_on" => words["Registered as an elector on"],
        "voter:is_active" => words["Whether the registration is active"],
        "voter:is_early" => words["Whether they vote early"],
        "voter:is_absentee" => words["Whether they vote by post"],
        "voter:is_permanent_absentee" => words["Whether they always vote by post"],
        "voter:precinct_code" => words["Code of the precinct"],
        "voter:precinct_name" => words["Name of the precinct"],
        HeldOn => words["Day of the election"],
        Election => words["Name of the election"],
        Country => words["Country of the election"],
        State => words["State of the election"],
        Method => words["How they voted"],
        Party => words["Party of the ballot"],
        _ => words["Day on which they voted"],
    };

    /// <summary>«11/03/2020 GENERAL» is the general one: the day stands in its own column.</summary>
    public static string NameOf(string text) => Day().Replace(text, "").Trim();

    /// <summary>As voter files write it, too: a status of A is active, one of I, R, S or D is not.</summary>
    public static bool? Flag(string text) => text.ToUpperInvariant() switch
    {
        "A" or "ACTIVE" => true,
        "I" or "R" or "S" or "D" or "INACTIVE" or "REMOVED" or "DENIED" or "TEMPORARY" => false,
        _ => Cell.YesNo(text),
    };

    [GeneratedRegex(@"^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Day();
}
