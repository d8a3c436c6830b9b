using System.Text.Json;
using System.Text.Json.Serialization;
using Preau.Electors.Roll;
using Preau.Shared;

namespace Preau.Imports;

/// <summary>What an import would do.</summary>
/// <param name="Refused">The first rows that would be refused.</param>
/// <param name="RenamedCount">How many rows would give somebody another name.</param>
/// <param name="Renamed">The first of them.</param>
/// <param name="New">The first people whom it would bring.</param>
/// <param name="ChangedPeople">The first people whom it would change, value by value.</param>
public sealed record Trial(
    long Rows, long Created, long Changed, long Same, long RefusedCount, IReadOnlyList<RefusedRow> Refused, long RenamedCount, IReadOnlyList<RenamedRow> Renamed,
    IReadOnlyList<TrialSample>? New = null, IReadOnlyList<TrialSample>? ChangedPeople = null)
{
    /// <summary>How many rows would be refused for each reason; none in a trial of an older version.</summary>
    public IReadOnlyList<RefusalCount> Refusals { get; init; } = [];

    /// <summary>What an electoral roll would change of stations and registrations.</summary>
    public RollFindings? Roll { get; init; }

    /// <summary>Rows that would come in.</summary>
    [JsonIgnore]
    public long Taken => Rows - RefusedCount;

    public string Write() => JsonSerializer.Serialize(this);

    public static Trial? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<Trial>(json);
}

/// <param name="Reason">A sentence to translate, and the values it speaks of.</param>
public sealed record RefusedRow(long Line, string Reason, string?[] About);

/// <param name="Reason">A sentence to translate.</param>
/// <param name="Field">Which field it speaks of, where it does. The values of people are left out.</param>
public sealed record RefusalCount(string Reason, string? Field, long Rows)
{
    public string Say(Words words) => words[Reason, "…", Field ?? "…"];
}

/// <param name="Was">The name so far.</param>
public sealed record RenamedRow(long Line, string Was, string Becomes);

/// <summary>Somebody as a row of the file would leave them.</summary>
/// <param name="PersonId">Null for somebody new.</param>
public sealed record TrialSample(long Line, long? PersonId, string Name, IReadOnlyList<TrialChange> Changes);

/// <param name="Field">As provenance names it.</param>
/// <param name="Before">Null where nothing stood.</param>
public sealed record TrialChange(string Field, string? Before, string? After);
