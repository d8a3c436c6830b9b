namespace Preau.Liquid;

/// <summary>How far a stranger's template may go before it is stopped.</summary>
/// <param name="Source">Longest source of one file, in characters.</param>
/// <param name="Steps">Most statements run in one rendering; loops count each turn.</param>
/// <param name="Recursion">Deepest chain of files that include each other.</param>
/// <param name="Output">Longest result, in characters.</param>
/// <param name="Time">Longest rendering.</param>
public sealed record LiquidLimits(int Source, int Steps, int Recursion, int Output, TimeSpan Time)
{
    /// <summary>Enough for a page with some hundred entries, too little to keep a processor busy.</summary>
    public static LiquidLimits Page { get; } = new(Source: 500_000, Steps: 200_000, Recursion: 20, Output: 4_000_000, TimeSpan.FromSeconds(2));

    /// <summary>Enough for a letter to one person; it is rendered a hundred thousand times.</summary>
    public static LiquidLimits Letter { get; } = new(Source: 200_000, Steps: 20_000, Recursion: 5, Output: 500_000, TimeSpan.FromSeconds(2));
}
