using System.Globalization;
using Preau.Electors.Roll;
using Preau.Electors.Votes;
using Preau.Shared;

namespace Preau.Electors;

/// <summary>The words for what a roll says, in the user's language.</summary>
public sealed class ElectorWords(Words words)
{
    public string Of(RollLists list) => list switch
    {
        RollLists.Main => words["main list"],
        RollLists.Municipal => words["complementary list for the commune"],
        RollLists.European => words["complementary list for Europe"],
        RollLists.None => words["no list"],
        _ => string.Join(", ", All.Where(l => list.HasFlag(l)).Select(Of)),
    };

    public static readonly IReadOnlyList<RollLists> All = [RollLists.Main, RollLists.Municipal, RollLists.European];

    public string Of(RollChangeKind kind) => kind switch
    {
        RollChangeKind.Listed => words["New electors"],
        RollChangeKind.Moved => words["To another station"],
        RollChangeKind.MovedCommune => words["To another commune"],
        RollChangeKind.Returned => words["On the roll again"],
        RollChangeKind.StruckOff => words["Struck off"],
    };

    public string Of(StationChangeKind kind) => kind switch
    {
        StationChangeKind.Created => words["New stations"],
        StationChangeKind.Renamed => words["Renamed stations"],
        StationChangeKind.Closed => words["Closed stations"],
        StationChangeKind.Reopened => words["Reopened stations"],
    };

    /// <summary>«3 November 2020, general (US-NC)», as far as it is known.</summary>
    public string Of(Election election) => string.Concat(election.HeldOn.ToString("d MMMM yyyy", CultureInfo.CurrentCulture), election.Name.Length > 0 ? $", {RollEntry.Shown(election.Name)}" : "", election.Place.Length > 0 ? $" ({election.Place})" : "");

    /// <summary>The flags of an elector's file, as they read.</summary>
    public IEnumerable<string> Flags(VoterFacts facts)
    {
        if (facts.IsActive is { } active) yield return active ? words["registration is active"] : words["registration is not active"];
        if (facts.IsEarly == true) yield return words["votes early"];
        if (facts.IsPermanentAbsentee == true) yield return words["always votes by post"];
        else if (facts.IsAbsentee == true) yield return words["votes by post"];
    }

    /// <summary>«0012 École Jean-Macé».</summary>
    public static string Station(PollingStation station) => $"{station.Code} {station.Name}".Trim();
}
