using System.Text.Json;
using System.Text.Json.Serialization;
using Preau.Shared;

namespace Preau.Imports;

/// <summary>What an import would do.</summary>
/// <param name="Refused">The first rows that would be refused.</param>
/// <param name="RenamedCount">How many rows would give somebody another name.</param>
/// <param name="Renamed">The first of them.</param>
public sealed record Trial(
    long Rows, long Created, long Changed, long Same, long RefusedCount, IReadOnlyList<RefusedRow> Refused, long RenamedCount, IReadOnlyList<RenamedRow> Renamed)
{
    /// <summary>How many rows would be refused for each reason; none in a trial of an older version.</summary>
    public IReadOnlyList<RefusalCount> Refusals { get; init; } = [];

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
