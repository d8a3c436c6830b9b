using Preau.Panel;
using Preau.Shared;

namespace Preau.Geography;

/// <summary>What kinds, accuracies and works are called.</summary>
public sealed class GeographyWords(Words words)
{
    public string Of(BoundaryKind kind) => kind switch
    {
        BoundaryKind.PollingStation => words["Polling stations"],
        BoundaryKind.Commune => words["Communes"],
        BoundaryKind.Canton => words["Cantons"],
        BoundaryKind.Constituency => words["Constituencies"],
        BoundaryKind.District => words["Districts"],
        BoundaryKind.Own => words["Areas of our own"],
    };

    public string Of(PlaceAccuracy accuracy) => accuracy switch
    {
        PlaceAccuracy.Hand => words["put by hand"],
        PlaceAccuracy.House => words["to the house"],
        PlaceAccuracy.Street => words["to the street"],
        PlaceAccuracy.Commune => words["to the commune"],
        PlaceAccuracy.None => words["not found"],
    };

    public string Of(GeoWorkKind kind) => kind switch
    {
        GeoWorkKind.LoadAddresses => words["Load addresses"],
        GeoWorkKind.PlaceEverybody => words["Find where everybody lives"],
        GeoWorkKind.LoadBoundaries => words["Bring in boundaries"],
        GeoWorkKind.AssignBoundaries => words["Place everybody in the boundaries"],
    };

    /// <summary>Why work failed.</summary>
    public string Problem(GeoWork work) => work.Problem is null ? "" : words[work.Problem, [.. (work.About ?? "").Split('\n')]];

    public IReadOnlyList<Tab> Tabs(string path) =>
    [
        new(words["Map"], "/map", path == "/map"), new(words["Boundaries"], "/boundaries", path == "/boundaries"), new(words["Where addresses are known from"], "/map/addresses", path == "/map/addresses"),
    ];
}
